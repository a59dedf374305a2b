import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mail server that takes everything (RFC 5321, without TLS and login), and keeps each message as it came. */
export async function startMailServer() {
	const mails: string[] = [];
	const knobs = { refuse: 0 };
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		let [text, inMessage] = ['', false];
		const answers: Readonly<Record<string, () => string>> = {
			DATA: () => {
				if (knobs.refuse > 0 && knobs.refuse--) return '451 try again later';
				inMessage = true;
				return '354 go on';
			},
			QUIT: () => '221 bye',
		};
		socket.write('220 mail.example\r\n');
		socket.on('error', () => socket.destroy());
		socket.on('data', (chunk) => {
			text += chunk.toString('latin1');
			for (;;) {
				const end = text.indexOf(inMessage ? '\r\n.\r\n' : '\r\n');
				if (end === -1) return;
				const part = text.slice(0, end);
				text = text.slice(end + (inMessage ? 5 : 2));
				if (inMessage) {
					// RFC 5321, 4.5.2: the sender doubled a dot at the beginning of a line.
					mails.push(part.replace(/^\.\./gm, '.'));
					inMessage = false;
					socket.write('250 taken\r\n');
				} else socket.write(`${(answers[part.split(' ')[0] ?? ''] ?? (() => '250 mail.example'))()}\r\n`);
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		mails,
		/** How many more messages are refused. */
		knobs,
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
