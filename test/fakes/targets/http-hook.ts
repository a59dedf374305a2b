import { HookReceiver } from '../../../demo/hook-receiver/receiver';
import type { OpenFakeTarget } from './fake';

/** The sample receiver, with a deployment that ends when it is told to, or at the third look. */
export const fakeHttpHook: OpenFakeTarget = ({ now, origin, admin }) => {
	let done = () => {};
	let looks = 0;
	let ran: string | null = null;
	const receiver = new HookReceiver({
		secret: admin,
		path: '/hooks/summariser',
		now,
		deploy: ({ fingerprint }, finish) => {
			looks = 0;
			done = () => {
				ran = fingerprint;
				finish();
			};
		},
	});
	return {
		handle: (request) => {
			if (request.method === 'GET' && ++looks === 3) done();
			return receiver.handle(request);
		},
		settings: { address: `${origin}/hooks/summariser` },
		held: () => ran,
		finish: () => {
			done();
		},
	};
};
