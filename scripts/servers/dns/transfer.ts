import { connect } from 'node:net';

import { concat, u16 } from '../../../core/dns/wire/bytes';
import { hex } from '../../../core/hex';
import { type DnsRecord, decodeMessage, encodeQuestion } from '../../../core/dns/wire/message';
import type { Name } from '../../../core/dns/wire/name';
import { RCODE, TYPE, typeName } from '../../../core/dns/wire/types';
import type { Address } from './ask';

const AXFR = 252;

/** All records of a zone, as a name server hands them to another (RFC 5936); the SOA record that ends it is left out. */
export function transfer({ host, port }: Address, zone: Name, timeoutMs = 5_000): Promise<DnsRecord[]> {
	return new Promise((resolve, reject) => {
		const query = encodeQuestion({ name: zone, type: AXFR });
		const socket = connect(port, host, () => socket.write(concat(u16(query.length), query)));
		const records: DnsRecord[] = [];
		let received = Buffer.alloc(0);
		const fail = (error: Error) => socket.destroy(error);
		socket.setTimeout(timeoutMs, () => fail(new Error('no answer in time')));
		socket.once('error', reject);
		socket.once('close', () => reject(new Error(`the transfer of ${zone} ended early`)));
		socket.on('data', (chunk) => {
			received = Buffer.concat([received, chunk]);
			while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
				const message = decodeMessage(received.subarray(2, 2 + received.readUInt16BE(0)));
				received = received.subarray(2 + received.readUInt16BE(0));
				if (message.rcode !== RCODE.NOERROR) {
					fail(new Error(`the transfer of ${zone} was refused (code ${message.rcode})`));
					return;
				}
				records.push(...message.answer);
			}
			if (records.filter(({ type }) => type === TYPE.SOA).length < 2) return;
			resolve(records.slice(0, -1));
			socket.destroy();
		});
	});
}

/** Records as texts that are equal when they are, in an order that is the same everywhere. */
export const comparable = (records: readonly DnsRecord[]): string[] =>
	records.map(({ name, ttl, type, data }) => `${name} ${ttl} ${typeName(type)} ${hex(data)}`).sort();
