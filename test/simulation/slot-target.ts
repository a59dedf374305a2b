import { z } from 'zod';
import { failure, plain, read, send } from '../../core/http';
import type { HttpResponse } from '../../core/ports';
import type { TargetDriver } from '../../core/targets/target';
import { TARGET } from './world';

const held = z.object({ value: z.string().nullable() });

/** A target without conditional writes that shows its value: it holds whatever landed last. */
export const slot: TargetDriver = {
	id: 'slot',
	title: 'Slot',
	docs: TARGET,
	sends: 'The value',
	rights: '',
	fields: [{ name: 'name', label: 'Name', help: '' }],
	open: (settings, _admin, host) => {
		const name = settings['name'] ?? '';
		const url = `${TARGET}/${name}`;
		return {
			title: `Slot ${name}`,
			valueOrigin: TARGET,
			adminOrigin: TARGET,
			check: async () => [],
			async update({ value }) {
				const headers = { 'x-value': plain(value) };
				fine(await send(host, { where: 'slot', method: 'PUT', url, json: { value }, headers }));
				return '';
			},
			async holds({ value }) {
				const response = fine(await send(host, { where: 'slot', method: 'GET', url }));
				return read(response, held, 'slot').value === value.reveal(TARGET) ? 'yes' : 'no';
			},
		};
	},
};

export function fine(response: HttpResponse): HttpResponse {
	if (response.status !== 200) throw failure(response, 'target');
	return response;
}
