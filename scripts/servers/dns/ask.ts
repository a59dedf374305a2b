import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

export interface Address {
	readonly host: string;
	readonly port: number;
}

const TRUNCATED = 0x02;

/** Sends a message and gives back the answer, by TCP when UDP has no room for it. Rejects when none came in time. */
export async function askBytes(server: Address, query: Uint8Array, timeoutMs: number): Promise<Buffer> {
	const deadline = Date.now() + timeoutMs;
	const asked = Buffer.from(query);
	// RFC 8484 has 0 in all of them; answers that come late must not be taken for others.
	randomBytes(2).copy(asked);
	let answer = await byUdp(server, asked, timeoutMs);
	if (((answer[2] ?? 0) & TRUNCATED) !== 0) answer = await byTcp(server, asked, deadline - Date.now());
	answer.set(query.subarray(0, 2));
	return answer;
}

function byUdp({ host, port }: Address, query: Buffer, timeoutMs: number): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const socket = createSocket('udp4');
		const end = (act: () => void) => {
			clearTimeout(timer);
			socket.close();
			act();
		};
		const timer = setTimeout(() => end(() => reject(new Error('no answer in time'))), timeoutMs);
		socket.once('error', (error) => end(() => reject(error)));
		socket.on('message', (answer) => {
			if (answer.subarray(0, 2).equals(query.subarray(0, 2))) end(() => resolve(answer));
		});
		socket.connect(port, host, () => socket.send(query));
	});
}

function byTcp({ host, port }: Address, query: Buffer, timeoutMs: number): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		let received = Buffer.alloc(0);
		const length = Buffer.alloc(2);
		length.writeUInt16BE(query.length);
		const socket = connect(port, host, () => socket.write(Buffer.concat([length, query])));
		socket.setTimeout(Math.max(1, timeoutMs), () => socket.destroy(new Error('no answer in time')));
		socket.once('error', reject);
		socket.once('close', () => reject(new Error('the connection ended early')));
		socket.on('data', (chunk) => {
			received = Buffer.concat([received, chunk]);
			if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
			resolve(Buffer.from(received.subarray(2, 2 + received.readUInt16BE(0))));
			socket.destroy();
		});
	});
}
