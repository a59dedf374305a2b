import { installationKeys } from '../../../../../core/sealing/installation-keys';
import { sealText } from '../../../../../core/sealing/envelope';
import type { ZoneDocument } from '../../../../../core/dns/watch/document';
import { ADA, RECORDS, WatchedDomain, worldWith } from '../../../../fakes/dns/watched-domain';

const SITE = 'site.example.com. CNAME app.hosting.example.';
const MX = 'example.com. MX 10 mx.other.example.';

/** A zone whose `www` leads to a third party by way of a name of its own. */
const zone = (site = SITE, ...more: readonly string[]) =>
	worldWith([
		...RECORDS.filter((line) => !line.startsWith('www.')),
		'www.example.com. CNAME site.example.com.',
		site,
		...more,
	]);

/** The domain as approved when only the first alias was read: `www` seemed to stay within it, at these addresses. */
async function approvedBefore(): Promise<WatchedDomain> {
	const domain = await WatchedDomain.begin();
	domain.world = zone();
	await domain.approve((await domain.compare()).digest);
	const vault = domain.scene.corner.open({ token: domain.scene.corner.server.rootToken });
	const keys = installationKeys((await vault.readInstallationKey())!, vault.origin);
	const stored = (await vault.zones.read('example.com/watch'))!;
	const document = JSON.parse((JSON.parse(stored.text) as { body: string }).body) as ZoneDocument;
	const approved = document.approved!;
	const states = Object.entries(approved.snapshot).map(
		([kind, { name, values }]) => [kind, { name, values }] as const,
	);
	approved.snapshot = {
		...Object.fromEntries(states),
		wwwAlias: { name: 'www.example.com', values: [] },
		wwwA: { name: 'www.example.com', values: ['198.51.100.80'] },
	};
	const id = 'zones/example.com/watch';
	await vault.zones.write(
		'example.com/watch',
		stored.tag,
		sealText(id, stored.tag, JSON.stringify(document), keys),
	);
	domain.passDays(1);
	return domain;
}

const told = async (domain: WatchedDomain) =>
	(await domain.compare()).changes.map(({ type, name, after }) => `${type} ${name} ${after.join()}`);

test('a zone that stands as it did is as approved, though aliases are read further now', async () => {
	const domain = await approvedBefore();
	expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'green', changes: [] });
});

test('what was changed is told: other addresses, and an alias to a third party', async () => {
	const domain = await approvedBefore();
	domain.world = zone('site.example.com. A 192.0.2.66');
	expect(await told(domain)).toEqual(['address www.example.com 192.0.2.66']);
	domain.world = worldWith([
		...RECORDS.filter((line) => !line.startsWith('www.')),
		'www.example.com. CNAME evil.example.',
	]);
	expect(await told(domain)).toContain('CNAME www.example.com evil.example');
});

test('from the next approval on a change behind the first alias is told as well', async () => {
	const domain = await approvedBefore();
	domain.world = zone(SITE, MX);
	const { digest, changes } = await domain.compare();
	expect(changes.map(({ type }) => type)).toEqual(['MX']);
	expect(await domain.approve(digest, ADA)).toMatchObject({ status: 'as approved' });
	expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'green' });
	domain.world = zone('site.example.com. CNAME evil.example.', MX);
	expect(await told(domain)).toContain('CNAME www.example.com evil.example');
});
