import { z } from 'zod';
import { read, send } from '../../core/http';
import type { TargetDriver } from '../../core/targets/target';
import { fine } from './slot-target';
import { TARGET } from './world';

const state = z.object({ fingerprint: z.string().nullable(), deploying: z.string().nullable() });

/** A target that is told of a version, and deploys it by itself for a while, as an HTTP hook does. */
export const app: TargetDriver = {
	id: 'app',
	title: 'App',
	docs: TARGET,
	sends: 'No value',
	rights: '',
	fields: [{ name: 'name', label: 'Name', help: '' }],
	open: (settings, _admin, host) => {
		const name = settings['name'] ?? '';
		const url = `${TARGET}/${name}`;
		return {
			title: `App ${name}`,
			valueOrigin: null,
			adminOrigin: TARGET,
			check: async () => [],
			async update({ version, fingerprint }) {
				const json = { version, fingerprint };
				fine(await send(host, { where: 'app', method: 'PUT', url, json }));
				return '';
			},
			async holds({ fingerprint }) {
				const response = fine(await send(host, { where: 'app', method: 'GET', url }));
				const { fingerprint: runs, deploying } = read(response, state, 'app');
				if (deploying === fingerprint) return 'not yet';
				return runs === fingerprint && deploying === null ? 'yes' : 'no';
			},
		};
	},
};
