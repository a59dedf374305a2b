import { z } from 'zod';
import { failure, plain, read, send } from '../../core/http';
import type { HttpResponse } from '../../core/ports';
import { Secret } from '../../core/secret';
import type { TargetDriver } from '../../core/targets/target';
import { TARGET } from './world';

const held = z.object({ value: z.string().nullable() });

/** A target without conditional writes: it holds whatever landed last, as most real ones do. */
export const slot: TargetDriver = {
	id: 'slot',
	title: 'Slot',
	docs: TARGET,
	fields: [],
	open: (settings, host) => {
		const name = settings['name'] ?? '';
		const url = `${TARGET}/${name}`;
		return {
			title: `Slot ${name}`,
			async update(value) {
				const headers = { 'x-value': plain(value) };
				fine(await send(host, { where: 'slot', method: 'PUT', url, json: { value }, headers }));
			},
			async verify() {
				const response = fine(await send(host, { where: 'slot', method: 'GET', url }));
				const { value } = read(response, held, 'slot');
				return value === null ? null : new Secret(value, 'slot', []);
			},
		};
	},
};

function fine(response: HttpResponse): HttpResponse {
	if (response.status !== 200) throw failure(response, 'slot');
	return response;
}
