import { createHash } from 'node:crypto';
import { auditFormats } from '../../../../../core/audit/formats';
import { META, ownEntry, toldEntry, viewed } from '../../../../fakes/audit/entries';
import { readCef } from './cef-reader';

test('a record is found in the log again by the hash of RFC 6962', () => {
	const leaf = viewed(ownEntry(), 41);
	const hash = createHash('sha256')
		.update(Buffer.concat([Buffer.of(0), leaf.bytes]))
		.digest('hex');
	for (const id of ['ocsf', 'cef', 'syslog', 'csv'] as const) {
		const line = auditFormats[id].open(META).line(leaf);
		expect(line).toContain(hash);
		expect(line).toContain('41');
	}
});

test('only JSON Lines says that the log can be verified from it', () => {
	expect(
		Object.entries(auditFormats)
			.filter(([, { exact }]) => exact)
			.map(([id]) => id),
	).toEqual(['jsonl']);
});

test('CEF has what a source told in the fields of its dictionary', () => {
	const { fields } = readCef(
		auditFormats.cef
			.open(META)
			.line(viewed(toldEntry('secret read')))
			.trim(),
	);
	expect(fields).toMatchObject({
		suser: 'arn:aws:iam::123456789012:user/ann',
		outcome: 'done',
		act: 'GetSecretValue',
		sourceServiceName: 'aws-cloudtrail',
		src: '192.0.2.7',
		start: String(ownEntry().at - 60_000),
		cs2: 'keyturn.example/audit',
		cs6: 'prod/summariser',
	});
	const six = readCef(
		auditFormats.cef
			.open(META)
			.line(viewed(toldEntry('secret read', { from: '2001:db8::7' })))
			.trim(),
	);
	expect(six.fields).toMatchObject({ c6a2: '2001:db8::7', c6a2Label: 'Source IPv6 Address' });
	expect(six.fields['src']).toBeUndefined();
});

test('a time that no calendar reaches stops no export', () => {
	for (const at of [8.64e15, -8.64e15, 8.64e15 + 1, 1e300])
		for (const { open } of Object.values(auditFormats))
			expect(open(META).line(viewed(ownEntry({ at })))).toMatch(/\n$/);
	expect(auditFormats.syslog.open(META).line(viewed(ownEntry({ at: 8.64e15 })))).toMatch(/^<110>1 - /);
});
