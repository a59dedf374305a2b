import { plain, send } from '../../core/http';
import { Secret } from '../../core/secret';
import type { TargetDriver } from '../../core/targets/target';
import { TARGET } from './world';

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
				await send(host, {
					where: 'slot',
					method: 'PUT',
					url,
					json: { value },
					headers: { 'x-value': plain(value) },
				});
			},
			async verify() {
				const { body } = await send(host, { where: 'slot', method: 'GET', url });
				const { value } = JSON.parse(body) as { value: string | null };
				return value === null ? null : new Secret(value, 'slot', []);
			},
		};
	},
};
