import { z } from 'zod';
import { plain, read, send } from '../../core/http';
import type { TargetDriver } from '../../core/targets/target';
import { fine } from './slot-target';
import { TARGET } from './world';

const changed = z.object({ changedAt: z.string() });

/** A target that shows no value, only when it was last changed, as n8n's credentials do. */
export const box: TargetDriver = {
	id: 'box',
	title: 'Box',
	docs: TARGET,
	sends: 'The value',
	rights: '',
	fields: [{ name: 'name', label: 'Name', help: '' }],
	open: (settings, _admin, host) => {
		const name = settings['name'] ?? '';
		const url = `${TARGET}/${name}`;
		return {
			title: `Box ${name}`,
			valueOrigin: TARGET,
			adminOrigin: TARGET,
			check: async () => [],
			async update({ value }) {
				const headers = { 'x-value': plain(value) };
				const response = await send(host, { where: 'box', method: 'PUT', url, json: { value }, headers });
				return read(fine(response), changed, 'box').changedAt;
			},
			async holds(_what, receipt) {
				const response = fine(await send(host, { where: 'box', method: 'GET', url }));
				const { changedAt } = read(response, changed, 'box');
				return changedAt === receipt ? 'yes' : 'no';
			},
		};
	},
};
