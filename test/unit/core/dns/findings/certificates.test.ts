import type { CertificateFault } from '../../../../../core/certificate-refused';
import type { IssuerRules } from '../../../../../core/dns/certificates/caa';
import type { CertificateFacts } from '../../../../../core/dns/certificates/facts';
import type { Issuance } from '../../../../../core/dns/certificates/issued';
import type { Facts } from '../../../../../core/dns/facts';
import { notSeen, seen } from '../../../../../core/dns/finding';
import { DAY_MS, DOMAIN, NOW, issuance, rules, sound } from '../../../../fakes/dns/facts';
import { type Row, tryRows } from './try-check';

const within = (more: Partial<CertificateFacts>): Facts => ({
	...sound,
	certificates: { ...sound.certificates, ...more },
});
const issued = (
	issuances: readonly Partial<Issuance>[],
	more: Partial<CertificateFacts> = {},
	complete = true,
) =>
	within({
		issued: seen({ issuances: issuances.map((each) => ({ ...issuance, ...each })), complete, cursor: 'x' }),
		...more,
	});
const noLogs = within({ issued: notSeen('429') });
const ruled = (more: Partial<IssuerRules>, facts: Partial<CertificateFacts> = {}) =>
	within({ rules: seen({ ...rules, ...more }), ...facts });
const noRules = ruled({ at: null, issue: [], asked: [DOMAIN, 'com.'] });
const blindRules = within({ rules: notSeen('SERVFAIL') });
const issuer = (domain: string) => ({ domain, parameters: new Map<string, string>() });
const served = (refused: CertificateFault) =>
	within({ served: [{ name: DOMAIN, outcome: seen({ at: NOW, refused, reason: 'SOME_CODE' }) }] });
const evil = { issuer: 'Evil CA', issuerDomains: ['evil.example'] };
const lasts = (daysAgo: number, daysLeft: number) => ({
	from: NOW - daysAgo * DAY_MS,
	until: NOW + daysLeft * DAY_MS,
});

/** What, issued on, for so many days, seen on. */
const lifetimes = (
	[
		['398 days, seen before that was too long', '2026-03-13', 398, '2026-03-14', 'fine'],
		[
			'398 days from the last day of that',
			'2026-03-14',
			398,
			'2026-06-01',
			[['low', /for 398 days: Example/]],
		],
		['398 days a day later', '2026-03-15', 398, '2026-06-01', [['medium', /398 days although 200 were/]]],
		['200 days', '2026-03-15', 200, '2026-06-01', 'fine'],
		['201 days', '2026-03-15', 201, '2026-06-01', [['medium', /201 days although 200 were/]]],
		['200 days from the last day of that', '2027-03-14', 200, '2027-03-15', [['low', /for 200 days: /]]],
		['200 days a day later', '2027-03-15', 200, '2027-06-01', [['medium', /although 100 were/]]],
		['100 days', '2029-03-14', 100, '2029-03-14', 'fine'],
		['100 days, seen a day later', '2029-03-14', 100, '2029-03-15', [['low', /for 100 days: /]]],
		['48 days', '2029-03-15', 48, '2029-04-01', [['medium', /although 47 were/]]],
		['47 days', '2029-03-15', 47, '2029-04-01', 'fine'],
	] satisfies [string, string, number, string, Row[3]][]
).map(([what, issuedOn, days, seenOn, expected]): Row => {
	const from = Date.parse(issuedOn);
	const facts = issued([{ from, until: from + days * DAY_MS }]);
	return ['TLS-03', what, { ...facts, now: Date.parse(seenOn) }, expected];
});

const rows: Row[] = [
	['CAA-01', 'one company', sound, 'fine'],
	['CAA-01', 'none', noRules, [['low', /no CAA record at example\.com, com$/]]],
	['CAA-01', 'only a report address', ruled({ issue: [] }), [['low', /name no company/]]],
	['CAA-01', 'nobody could look', blindRules, 'not checked'],

	['CAA-02', 'by the listed company', sound, 'fine'],
	[
		'CAA-02',
		'no list',
		{ ...noRules, certificates: { ...noRules.certificates, issued: issued([evil]).certificates.issued } },
		'fine',
	],
	[
		'CAA-02',
		'by another',
		issued([{}, evil]),
		[['high', /Evil CA, 2029-12-17 to 2030-01-31, for example\.com/]],
	],
	[
		'CAA-02',
		'by another, for as many names as are told, and for more',
		issued([
			{ ...evil, names: [DOMAIN, 'b.test.', 'c.test.'] },
			{ ...evil, names: [DOMAIN, 'b.test.', 'c.test.', 'd.test.', 'e.test.'] },
		]),
		[
			['high', /for example\.com, b\.test, c\.test$/],
			['high', /for example\.com, b\.test, c\.test and 2 more$/],
		],
	],
	['CAA-02', 'by another, revoked', issued([{ ...evil, revoked: true }]), 'fine'],
	['CAA-02', 'by another for a name further down', issued([{ ...evil, names: ['a.example.com.'] }]), 'fine'],
	['CAA-02', 'nobody may', ruled({ issue: [issuer('')] }), [['high', /Example CA/]]],
	[
		'CAA-02',
		'a wildcard by one who may only issue names',
		issued([{ names: [`*.${DOMAIN}`] }], { rules: seen({ ...rules, issueWild: [issuer('wild.example')] }) }),
		[['high', /\*\.example\.com/]],
	],
	[
		'CAA-02',
		'a wildcard by one who may issue those',
		issued([{ names: [`*.${DOMAIN}`], issuerDomains: ['wild.example'] }], {
			rules: seen({ ...rules, issueWild: [issuer('wild.example')] }),
		}),
		'fine',
	],
	['CAA-02', 'by one whose CAA name is unknown', issued([{ issuerDomains: null }]), 'not checked'],
	['CAA-02', 'more than were read', issued([{}], {}, false), 'not checked'],
	['CAA-02', 'nobody could look at the rules', blindRules, 'not checked'],
	['CAA-02', 'nobody could look at the logs', noLogs, 'not checked'],

	['CAA-03', 'nothing wrong', sound, 'fine'],
	['CAA-03', 'none', noRules, 'fine'],
	['CAA-03', 'a fault', ruled({ faults: ['issue "%%"'] }), [['low', /issue "%%"/]]],
	['CAA-03', 'an unknown critical tag', ruled({ criticalUnknown: ['tbs'] }), [['low', /“tbs”/]]],
	['CAA-03', 'no reports', ruled({ reports: [] }), [['info', /no iodef/]]],
	['CAA-03', 'a wildcard without a rule', issued([{ names: [`*.${DOMAIN}`] }]), [['info', /issuewild/]]],
	[
		'CAA-03',
		'a wildcard in the DNS without a rule',
		{ ...sound, wildcard: seen({ target: null, hasAddress: true }) },
		[['info', /issuewild/]],
	],
	[
		'CAA-03',
		'a wildcard with a rule',
		issued([{ names: [`*.${DOMAIN}`] }], { rules: seen({ ...rules, issueWild: [issuer('ca.example')] }) }),
		'fine',
	],
	['CAA-03', 'nobody could look', blindRules, 'not checked'],

	['CAA-04', 'limited to an account', sound, 'fine'],
	[
		'CAA-04',
		'limited to a method',
		ruled({ issue: [{ domain: 'a.example', parameters: new Map([['validationmethods', 'dns-01']]) }] }),
		'fine',
	],
	['CAA-04', 'no limit', ruled({ issue: [issuer('a.example')] }), [['info', /a\.example/]]],
	['CAA-04', 'nobody may', ruled({ issue: [issuer('')] }), 'fine'],
	['CAA-04', 'nobody could look', blindRules, 'not checked'],

	['TLS-01', 'accepted', sound, 'fine'],
	[
		'TLS-01',
		'expired',
		served('expired'),
		[['critical', /https:\/\/example\.com\/, served at 2030-01-01 00:00 UTC: it has expired \(SOME_CODE\)/]],
	],
	['TLS-01', 'another name', served('for another name'), [['high', /another name/]]],
	['TLS-01', 'not trusted', served('not trusted'), [['high', /authority/]]],
	['TLS-01', 'no name opened', within({ served: [] }), 'not checked'],
	[
		'TLS-01',
		'nothing listens',
		within({ served: [{ name: DOMAIN, outcome: notSeen('nothing listens there') }] }),
		'not checked',
	],
	[
		'TLS-01',
		'one refused, one silent',
		within({
			served: [...served('expired').certificates.served, { name: 'www.example.com.', outcome: notSeen('x') }],
		}),
		[['critical', /expired/]],
	],

	['TLS-02', 'two thirds left', sound, 'fine'],
	['TLS-02', 'exactly a third left', issued([lasts(60, 30)]), 'fine'],
	[
		'TLS-02',
		'less than a third of 90 days',
		issued([lasts(61, 29)]),
		[['medium', /example\.com: 29 days left/]],
	],
	['TLS-02', 'a third of 47 days', issued([lasts(31, 16)]), 'fine'],
	['TLS-02', 'less than a third of 47 days', issued([lasts(32, 15)]), [['medium', /15 days left/]]],
	['TLS-02', 'a month of 398 days, which were usual', issued([lasts(368, 30)]), 'fine'],
	['TLS-02', 'less than a month of 398 days', issued([lasts(369, 29)]), [['medium', /29 days left/]]],
	['TLS-02', 'less than a third of six days', issued([lasts(5, 1)]), [['medium', /1 day left/]]],
	['TLS-02', 'a newer one', issued([lasts(61, 29), lasts(1, 89)]), 'fine'],
	[
		'TLS-02',
		'a newer one, revoked',
		issued([lasts(61, 29), { ...lasts(1, 89), revoked: true }]),
		[['medium', /29 days/]],
	],
	[
		'TLS-02',
		'a newer wildcard',
		issued([
			{ ...lasts(61, 29), names: [`www.${DOMAIN}`] },
			{ ...lasts(1, 89), names: [`*.${DOMAIN}`] },
		]),
		'fine',
	],
	['TLS-02', 'a name that nobody uses', issued([{ ...lasts(61, 29), names: ['old.example.com.'] }]), 'fine'],
	[
		'TLS-02',
		'a wildcard is not for the name itself',
		issued([lasts(61, 29), { ...lasts(1, 89), names: [`*.${DOMAIN}`] }]),
		[['medium', /example\.com: 29 days/]],
	],
	['TLS-02', 'more than were read', issued([lasts(61, 29)], {}, false), 'not checked'],
	['TLS-02', 'nobody could look', noLogs, 'not checked'],

	['TLS-03', '45 days', sound, 'fine'],
	...lifetimes,
	['TLS-03', 'nobody could look', noLogs, 'not checked'],

	['TLS-04', 'one certificate', sound, 'fine'],
	['TLS-04', 'another key', issued([{ ...lasts(300, 60), publicKey: 'bb' }, lasts(1, 90)]), 'fine'],
	['TLS-04', 'the same key for less than a year', issued([lasts(90, 0), lasts(1, 90)]), 'fine'],
	[
		'TLS-04',
		'the same key for more than a year',
		issued([lasts(300, 60), lasts(1, 90)]),
		[['medium', /2 certificates for example\.com share one key, from 2029-03-07 to 2030-04-01/]],
	],
	['TLS-04', 'nobody could look', noLogs, 'not checked'],

	[
		'CT-01',
		'the approved company, by its CAA name',
		issued([{}], { approved: { issuers: ['CA.example'], names: null } }),
		'fine',
	],
	[
		'CT-01',
		'the approved company, by its name',
		issued([{ issuerDomains: null }], { approved: { issuers: ['example ca'], names: null } }),
		'fine',
	],
	[
		'CT-01',
		'another',
		issued([evil], { approved: { issuers: ['ca.example'], names: null } }),
		[['high', /Evil CA/]],
	],
	[
		'CT-01',
		'another for a name further down, by the CAA records',
		issued([{ ...evil, names: ['a.example.com.'] }]),
		[['high', /Evil CA/]],
	],
	['CT-01', 'another for the name itself is CAA-02’s', issued([evil]), 'fine'],
	[
		'CT-01',
		'another, revoked',
		issued([{ ...evil, revoked: true }], { approved: { issuers: ['ca.example'], names: null } }),
		'fine',
	],
	['CT-01', 'nobody said who', noRules, 'not checked'],
	['CT-01', 'more than were read', issued([{}], {}, false), 'not checked'],
	['CT-01', 'nobody could look', noLogs, 'not checked'],

	['CT-02', 'approved', sound, 'fine'],
	[
		'CT-02',
		'a new name',
		issued([{ names: ['new.example.com.', DOMAIN] }]),
		[['medium', /new\.example\.com: Example CA/]],
	],
	[
		'CT-02',
		'somebody else’s name in the same certificate',
		issued([{ names: [DOMAIN, 'other.example.net.'] }]),
		'fine',
	],
	['CT-02', 'a new name, revoked', issued([{ names: ['new.example.com.'], revoked: true }]), 'fine'],
	['CT-02', 'a wildcard is CT-03’s', issued([{ names: [`*.${DOMAIN}`] }]), 'fine'],
	['CT-02', 'nothing approved yet', within({ approved: { issuers: null, names: null } }), 'not checked'],
	['CT-02', 'nobody could look', noLogs, 'not checked'],

	['CT-03', 'no wildcard', sound, 'fine'],
	['CT-03', 'a wildcard', issued([{ names: [`*.${DOMAIN}`] }]), [['medium', /\*\.example\.com: Example CA/]]],
	[
		'CT-03',
		'an approved wildcard',
		issued([{ names: [`*.${DOMAIN}`] }], { approved: { issuers: null, names: [`*.${DOMAIN}`] } }),
		'fine',
	],
	['CT-03', 'nothing approved yet', within({ approved: { issuers: null, names: null } }), 'not checked'],
	['CT-03', 'nobody could look', noLogs, 'not checked'],

	['CT-05', 'read now', sound, 'fine'],
	[
		'CT-05',
		'not read for 25 hours',
		within({ issued: notSeen('429'), issuedLastSeen: NOW - 25 * 3_600_000 }),
		[['high', /25 hours: 429/]],
	],
	['CT-05', 'not read for 24 hours', within({ issued: notSeen('429') }), 'not checked'],
	['CT-05', 'nobody remembers', within({ issued: notSeen('429'), issuedLastSeen: null }), 'not checked'],
	['CT-05', 'read in part', issued([{}], {}, false), 'not checked'],
];

tryRows(rows);
