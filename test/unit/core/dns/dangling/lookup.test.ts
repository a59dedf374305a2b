import { lookDangling, sitesAmong } from '../../../../../core/dns/dangling/lookup';
import { SERVICES, serviceOf } from '../../../../../core/dns/dangling/services';
import { type Looked, notSeen, seen } from '../../../../../core/dns/finding';
import { type Wildcard, wildcardOf } from '../../../../../core/dns/wildcard/lookup';
import { TYPE } from '../../../../../core/dns/wire/types';
import { type Answers, fakeLookups } from '../../../../fakes/dns/answers';
import { fakeHost, repeatable } from '../../../../fakes/host';

const D = 'example.com.';
const page = (body: string) => () => ({ status: 404, headers: {}, body });

interface Stage {
	readonly wildcard?: Looked<Wildcard | null>;
	readonly pages?: Readonly<Record<string, string>>;
	readonly free?: Looked<string | null>;
	/** What the second resolver says otherwise. */
	readonly second?: Answers;
}

async function look(answers: Answers, names: readonly string[], more: Stage = {}) {
	const { wildcard = seen(null), pages = {}, free = seen(null), second = {} } = more;
	const lookups = fakeLookups(answers);
	const services = Object.fromEntries(Object.entries(pages).map(([origin, body]) => [origin, page(body)]));
	const host = fakeHost({ services, random: repeatable('x') });
	const each = { second: fakeLookups({ ...answers, ...second }) };
	const tools = { lookups, each, host, free: async () => free };
	const sites = sitesAmong(names, D);
	const candidates = await Promise.all(sites.map((name) => lookDangling(name, D, wildcard, tools)));
	return { candidates, asked: lookups.asked, opened: host.sent.map(({ url }) => url) };
}
const sign = (candidates: readonly Looked<unknown>[]) =>
	candidates.map((each) =>
		'notSeen' in each
			? 'not seen'
			: ((each.seen as { sign: { kind: string } } | null)?.sign.kind ?? 'nothing'),
	);

const alias = (target: string, name = `old.${D}`): Answers => ({ [`${name} CNAME`]: [target] });

describe('an alias', () => {
	it('to a missing name whose domain is free', async () => {
		const { candidates, asked } = await look(alias('x.gone.net.'), [`old.${D}`], { free: seen('gone.net.') });
		expect(candidates).toEqual([
			seen({ name: `old.${D}`, target: 'x.gone.net.', sign: { kind: 'free domain', domain: 'gone.net.' } }),
		]);
		// The second question is the one of the look for a free domain.
		expect(asked).toEqual([`old.${D} A`]);
	});

	it('to a missing name of somebody is nothing, and not seen when the registry does not answer', async () => {
		expect(sign((await look(alias('x.gone.net.'), [`old.${D}`])).candidates)).toEqual(['nothing']);
		const { candidates } = await look(alias('x.gone.net.'), [`old.${D}`], { free: notSeen('429') });
		expect(sign(candidates)).toEqual(['not seen']);
	});

	it('to a missing name at a service', async () => {
		for (const target of [
			'x.azurewebsites.net.',
			'x.trafficmanager.net.',
			'x.eu-west-1.elasticbeanstalk.com.',
		])
			expect(sign((await look(alias(target), [`old.${D}`])).candidates)).toEqual(['missing at a service']);
	});

	it('to a service by way of another alias', async () => {
		const answers = { ...alias(`web.${D}`), ...alias('x.azureedge.net.', `web.${D}`) };
		expect(sign((await look(answers, [`old.${D}`])).candidates)).toEqual(['missing at a service']);
	});

	it.each(['x.trafficmanager.net.', 'x.azureedge.net.', 'x.azurewebsites.net.'])(
		'to %s that has an address is nothing, and no page is opened',
		async (target) => {
			const { candidates, opened } = await look({ ...alias(target), [`${target} A`]: ['192.0.2.1'] }, [
				`old.${D}`,
			]);
			expect(sign(candidates)).toEqual(['nothing']);
			expect(opened).toEqual([]);
		},
	);

	it.each([
		'azurewebsites.net.',
		'evilazurewebsites.net.',
		'azurewebsites.net.evil.example.',
		'x.github.io.',
	])('to the missing %s is not missing at a service', async (target) =>
		expect(sign((await look(alias(target), [`old.${D}`])).candidates)).toEqual(['nothing']),
	);

	it('to a name of the same domain that is missing is nobody’s to take', async () => {
		const { candidates } = await look(alias(`gone.${D}`), [`old.${D}`], { free: seen('gone.net.') });
		expect(sign(candidates)).toEqual(['nothing']);
	});

	it.each(['SERVFAIL', 'silent'] as const)('whose end has no answer is not seen: %s', async (fault) => {
		const { candidates } = await look({ [`old.${D} A`]: fault }, [`old.${D}`]);
		expect(sign(candidates)).toEqual(['not seen']);
	});
});

describe('a page of a service', () => {
	const answers = { ...alias('org.github.io.'), 'org.github.io. A': ['192.0.2.1'] };
	const text = `<p>There isn't a GitHub Pages site here.</p>`;
	const [https, http] = [`https://old.example.com`, `http://old.example.com`];

	it('seen twice, and once', async () => {
		const twice = await look(answers, [`old.${D}`], { pages: { [https]: text, [http]: text } });
		expect(twice.candidates).toMatchObject([{ seen: { sign: { kind: 'page of a service', probes: 2 } } }]);
		const other = await look(answers, [`old.${D}`], { pages: { [https]: text, [http]: 'hello' } });
		expect(other.candidates).toMatchObject([{ seen: { sign: { probes: 1 } } }]);
		const alone = await look(answers, [`old.${D}`], { pages: { [http]: text } });
		expect(alone.candidates).toMatchObject([{ seen: { sign: { probes: 1 } } }]);
	});

	it('that is another page is nothing', async () => {
		const { candidates } = await look(answers, [`old.${D}`], {
			pages: { [https]: 'hello', [http]: 'hello' },
		});
		expect(sign(candidates)).toEqual(['nothing']);
	});

	it('that does not come, or comes without end, is not seen', async () => {
		expect(sign((await look(answers, [`old.${D}`])).candidates)).toEqual(['not seen']);
		const endless = text + 'x'.repeat(2 * 1024 * 1024);
		const { candidates } = await look(answers, [`old.${D}`], {
			pages: { [https]: endless, [http]: endless },
		});
		expect(sign(candidates)).toEqual(['not seen']);
	});

	it('shown at a host that is no service is nothing, and is not opened', async () => {
		const { candidates, opened } = await look(
			{ ...alias('x.example.net.'), 'x.example.net. A': ['192.0.2.1'] },
			[`old.${D}`],
			{ pages: { [https]: text, [http]: text } },
		);
		expect(sign(candidates)).toEqual(['nothing']);
		expect(opened).toEqual([]);
	});
});

describe('beside a wildcard', () => {
	const target = 'x.azurewebsites.net.';

	it('that leads to the same place, the name is no candidate', async () => {
		const wildcard = seen({ target, hasAddress: false });
		expect(sign((await look(alias(target), [`old.${D}`], { wildcard })).candidates)).toEqual(['nothing']);
	});

	it('that leads elsewhere, it is', async () => {
		const wildcard = seen({ target: 'y.azurewebsites.net.', hasAddress: false });
		expect(sign((await look(alias(target), [`old.${D}`], { wildcard })).candidates)).toEqual([
			'missing at a service',
		]);
	});

	it('that nobody could look at, it is not seen', async () => {
		const { candidates } = await look(alias(target), [`old.${D}`], { wildcard: notSeen('x') });
		expect(sign(candidates)).toEqual(['not seen']);
	});

	it('further down, a made-up name beside it is asked for: two questions in all', async () => {
		const name = `a.b.${D}`;
		const alone = await look(alias(target, name), [name]);
		expect(sign(alone.candidates)).toEqual(['missing at a service']);
		expect(alone.asked).toEqual([`${name} A`, expect.stringMatching(/^[0-9a-f]{16}\.b\.example\.com\. A$/)]);
		const wild = await look({ [`*.b.${D} CNAME`]: [target] }, [name]);
		expect(sign(wild.candidates)).toEqual(['nothing']);
		const silent = await look({ ...alias(target, name), [`*.b.${D} A`]: 'silent' }, [name]);
		expect(sign(silent.candidates)).toEqual(['not seen']);
	});
});

it('names with an underscore, wildcards, names of others and repetitions cost nothing', async () => {
	const names = [`_sip._tcp.${D}`, `a._x.${D}`, `*.${D}`, 'www.example.net.', `www.${D}`, `www.${D}`];
	const { candidates, asked } = await look({}, names);
	expect(asked).toEqual([`www.${D} A`]);
	expect(sign(candidates)).toEqual(['nothing']);
});

it('every service shows something that can be looked for', () => {
	for (const { id, missing, page: text, endings } of SERVICES) {
		expect([id, missing || text !== null]).toEqual([id, true]);
		for (const ending of endings) expect(serviceOf(`x.${ending}`)?.id).toBe(id);
	}
});

describe('a wildcard', () => {
	const labels = ['00', '01'];
	const found = async (answers: Answers) => {
		const lookups = fakeLookups(answers);
		return wildcardOf(await Promise.all(labels.map((label) => lookups.look(`${label}.${D}`, TYPE.A))));
	};

	it('with an address, or an alias that leads somewhere or nowhere', async () => {
		expect(await found({ [`*.${D} A`]: ['192.0.2.1'] })).toEqual(seen({ target: null, hasAddress: true }));
		expect(await found({ [`*.${D} CNAME`]: ['x.example.net.'], 'x.example.net. A': ['192.0.2.1'] })).toEqual(
			seen({ target: 'x.example.net.', hasAddress: true }),
		);
		expect(await found({ [`*.${D} CNAME`]: ['x.example.net.'] })).toEqual(
			seen({ target: 'x.example.net.', hasAddress: false }),
		);
	});

	it('is none when made-up names do not exist, or are only said to', async () => {
		expect(await found({})).toEqual(seen(null));
		expect(await found({ [`*.${D} TXT`]: [] })).toEqual(seen(null));
	});

	it('is none when only one made-up name leads somewhere', async () => {
		expect(await found({ [`00.${D} A`]: ['192.0.2.1'] })).toEqual(seen(null));
	});

	it.each(['SERVFAIL', 'silent'] as const)('is not seen without an answer: %s', async (fault) =>
		expect(await found({ [`*.${D} A`]: fault })).toHaveProperty('notSeen'),
	);
});

describe('an alias behind which each resolver is led to another network', () => {
	const NAME = `old.${D}`;
	const origin = 'https://old.example.com';
	const led = (target: string): Answers => ({ 'x.cdn.net. CNAME': [target], [`${target} A`]: ['192.0.2.1'] });
	const answers = { ...alias('x.cdn.net.'), ...led('a.github.io.') };
	const unclaimed = "There isn't a GitHub Pages site here";

	it.each([
		['the first', answers, led('b.other.net.')],
		['the second', { ...alias('x.cdn.net.'), ...led('b.other.net.') }, led('a.github.io.')],
	])('is ordinary as long as the site is there (%s leads to the service)', async (_who, first, second) => {
		const there = await look(first, [NAME], { second, pages: { [origin]: 'a site' } });
		expect(sign(there.candidates)).toEqual(['nothing']);
		const gone = await look(first, [NAME], { second, pages: { [origin]: unclaimed } });
		expect(gone.candidates).toEqual([{ notSeen: expect.stringContaining('the same service') }]);
		expect(sign((await look(first, [NAME], { second })).candidates)).toEqual(['not seen']);
	});

	it('is not seen when the name is missing', async () => {
		const first = { ...alias('x.cdn.net.'), 'x.cdn.net. CNAME': ['a.azurewebsites.net.'] };
		const { candidates } = await look(first, [NAME], { second: { 'x.cdn.net. CNAME': ['b.other.net.'] } });
		expect(sign(candidates)).toEqual(['not seen']);
	});
});
