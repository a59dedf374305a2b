import { contactsOf } from '../../../../../core/dns/registrar/contacts';
import { statusOf } from '../../../../../core/dns/registrar/statuses';
import { person } from '../../../../fakes/dns/rdap';

it.each([
	['client transfer prohibited', 'client transfer prohibited'],
	['clientTransferProhibited', 'client transfer prohibited'],
	['clientTransferProhibited https://icann.org/epp#clientTransferProhibited', 'client transfer prohibited'],
	['CLIENT TRANSFER PROHIBITED', 'client transfer prohibited'],
	['client-transfer-prohibited', 'client transfer prohibited'],
	[' serverHold ', 'server hold'],
	['redemptionPeriod', 'redemption period'],
	['ok', 'active'],
	['OK', 'active'],
	['', null],
	['constructor', 'constructor'],
	['<script>', null],
	['x'.repeat(100), null],
	['a b c d e f g h', null],
])('the status %s is %s', (text, status) => expect(statusOf(text)).toBe(status));

const open = (properties: Readonly<Record<string, unknown>>, role = 'registrant') => {
	const { roles, vcardArray } = person(role, properties);
	return contactsOf([{ roles, vcard: vcardArray }], false);
};

it.each([
	['a person', { fn: 'Jane Doe', email: 'jane@example.com' }, ['name', 'e-mail address']],
	['a person by parts of the name', { fn: '', n: ['Doe', 'Jane', '', '', ''] }, ['name']],
	['somebody with a telephone', { fn: '', tel: 'tel:+1.5555' }, ['telephone number']],
	['a person in a company', { fn: 'Jane Doe', org: 'Example' }, ['name']],
	[
		'a street',
		{ fn: 'Jane Doe', adr: ['', '', 'Road 1', 'Town', '', '123', 'X'] },
		['name', 'street address'],
	],
	['a country only', { fn: 'REDACTED', adr: ['', '', '', '', 'State', '', 'Country'] }, []],
	['a company', { fn: 'Example', org: 'Example', adr: ['', '', 'Road 1', 'Town', '', '1', ''] }, []],
	[
		'a company with an e-mail address',
		{ fn: '', org: 'Example', email: 'jane@example.com' },
		['e-mail address'],
	],
	['a kind that is no person', { kind: 'org', fn: 'Example' }, []],
	['a privacy service', { fn: 'Domains By Proxy, LLC', email: 'x@y.example', tel: 'tel:+1' }, []],
	['a redacted person', { fn: 'REDACTED FOR PRIVACY', tel: '', email: 'REDACTED' }, []],
	['an address of a form', { fn: '', org: '', email: 'https://example.com/form' }, []],
])('%s', (_what, properties, fields) =>
	expect(open(properties)).toEqual({ shown: true, visible: fields.map((field) => `registrant: ${field}`) }),
);

it('the street that came as one text is one', () => {
	const adr = ['adr', { label: 'Road 1\nTown' }, 'text', ['', '', '', '', '', '', '']];
	const vcard = ['vcard', [['fn', {}, 'text', 'Jane Doe'], adr]];
	expect(contactsOf([{ roles: ['technical'], vcard }], false).visible).toEqual([
		'technical: name',
		'technical: street address',
	]);
});

it('the registrar is no contact, and nothing is known without contacts', () => {
	expect(open({ fn: 'Jane Doe' }, 'registrar')).toEqual({ shown: false, visible: [] });
	expect(open({ fn: 'Jane Doe' }, 'abuse')).toEqual({ shown: false, visible: [] });
	expect(contactsOf([], false)).toEqual({ shown: false, visible: [] });
	expect(contactsOf([], true)).toEqual({ shown: true, visible: [] });
});

it.each([null, 'vcard', ['vcard'], ['x', []], ['vcard', {}], ['vcard', [null, 1, [], ['fn'], [1, 2, 3, 4]]]])(
	'a card that is none shows nobody: %j',
	(vcard) => expect(contactsOf([{ roles: ['registrant'], vcard }], false).visible).toEqual([]),
);
