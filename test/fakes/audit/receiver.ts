import { createHmac } from 'node:crypto';
import type { AlertFormId } from '../../../core/audit/alerts';
import type { ReadOrder } from '../../../core/audit/watch/read';
import type { WatchReport } from '../../../core/operations/watch-events';
import { signedText } from '../../../core/signed-request';
import type { Scene } from '../scene';

const SIGNING = 'a-signing-secret-of-more-than-32-characters';

/** The watch of a team, and a forwarder that signs the lines of its vault's audit device. */
export async function receiver(
	scene: Pick<Scene, 'open' | 'time'> & { readonly corner: Pick<Scene['corner'], 'write'> },
	form: AlertFormId | null = null,
	read: ReadOrder | null = null,
) {
	await scene.corner.write('admin/hook', { value: SIGNING });
	const order = {
		name: 'all',
		read: null,
		own: ['approle keyturn'],
		silentAfter: 26 * 3_600_000,
		form,
	};
	let sent = 0;
	return {
		/** What a look says, at the source to read if there is one. */
		look: async (): Promise<WatchReport> => await (await scene.open()).watchEvents({ ...order, read }),
		/** What *Receive* says of lines that come now. */
		receive: async (lines: readonly string[]): Promise<WatchReport> => {
			const body = lines.join('\n');
			const id = `message-${(sent += 1)}`;
			const timestamp = String(Math.floor(scene.time.now / 1_000));
			const signed = signedText({ id, timestamp, method: 'POST', path: '/hook', body });
			const headers = {
				'webhook-id': id,
				'webhook-timestamp': timestamp,
				'webhook-signature': `kt1,${createHmac('sha256', SIGNING).update(signed).digest('hex')}`,
			};
			const hook = { method: 'POST', path: '/hook', headers, body };
			return await (
				await scene.open()
			).receiveEvents(order, { source: 'vault-audit-device', hook, secret: 'hook' });
		},
	};
}

/** One line of a vault's audit device: somebody else did something. */
export const strangersLine = (id: string, time: number, path: string, operation = 'update'): string =>
	JSON.stringify({
		type: 'response',
		time: new Date(time).toISOString(),
		auth: { display_name: 'mallory', entity_id: 'e9' },
		request: {
			id,
			operation,
			path,
			mount_point: 'secret/',
			mount_type: 'kv',
			remote_address: '192.0.2.66',
		},
	});
