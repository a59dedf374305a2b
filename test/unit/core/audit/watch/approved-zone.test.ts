import { openZoneFile } from '../../../../../core/dns/watch/zone-file';
import { fakeCloudTrail } from '../../../../fakes/audit/sources/cloudtrail';
import { Scene } from '../../../../fakes/scene';

const MINUTE = 60_000;

/** A team that watches `example.org`, has approved a change of it just now, and reads CloudTrail. */
async function watching() {
	const scene = await Scene.registered();
	const fake = fakeCloudTrail({ now: () => scene.time.now, admin: '', mark: 'VALUE', region: 'us-east-1' });
	scene.host.services[fake.origin] = fake.handle;
	await scene.corner.allow('admin/aws', fake.origin);
	await scene.corner.write('admin/aws', { value: 'aws-secret-0123456789' });
	const vault = await scene.connect();
	const context = { host: scene.host, vault, drivers: { providers: {}, targets: {} }, budgetMs: Infinity };
	const zone = await openZoneFile(context, 'example.org.');
	await zone.change((_draft, note) => note('zone change approved', { by: 'Ada' }));
	await zone.settle();
	const keyturn = await scene.open();
	const look = async () => {
		const { alerts } = await keyturn.watchEvents({
			name: 'all',
			read: { source: 'cloudtrail', settings: { ...fake.settings, services: 'route53' }, admin: 'aws' },
			own: [],
			silentAfter: 26 * 60 * MINUTE,
			form: null,
		});
		return alerts.filter(({ rule }) => rule === 'R5').map(({ target, state }) => `${state} ${target}`);
	};
	const change = (name: string) => {
		const changes = [{ action: 'UPSERT', resourceRecordSet: { name, type: 'A', tTL: 60 } }];
		const requestParameters = { hostedZoneId: 'Z0123456789', changeBatch: { changes } };
		fake.add(scene.time.now, 'route53', 'ChangeResourceRecordSets', { requestParameters });
		scene.time.pass(20 * MINUTE);
	};
	await look();
	return { look, change, scene };
}

it('a change that was approved in DNS Baseline is no finding, whatever AWS calls the zone', async () => {
	const { look, change } = await watching();
	change('www.example.org.');
	expect([...(await look()), ...(await look())]).toEqual([]);
});

it.each([
	['of a domain that nobody watches', 'www.example.net.', 'Z0123456789'],
	['of one whose name only ends alike', 'www.myexample.org.', 'Z0123456789'],
])('a change %s is told', async (_what, name, target) => {
	const { look, change } = await watching();
	change(name);
	expect([...(await look()), ...(await look())]).toEqual([`opened ${target}`]);
});

it('a change days after the approval is told by the domain’s name', async () => {
	const { look, change, scene } = await watching();
	scene.time.pass(3 * 24 * 60 * MINUTE);
	await look();
	change('www.example.org.');
	expect([...(await look()), ...(await look())]).toEqual(['opened example.org']);
});

it('a login that may not see watched domains watches all else, and says what it does not know', async () => {
	const scene = await Scene.registered();
	scene.host.between = (request, service) =>
		request.path.includes(`/metadata/${scene.corner.prefix}/zones`)
			? { status: 403, headers: {}, body: '{"errors":["1 error occurred:\\n\\t* permission denied\\n\\n"]}' }
			: service(request);
	const keyturn = await scene.open();
	const order = { name: 'all', read: null, own: [], silentAfter: 26 * 60 * MINUTE, form: null };
	const { light, notVisible } = await keyturn.watchEvents(order);
	expect(light).toBe('green');
	expect(notVisible.join(' ')).toContain('Watched domains: this vault login may not list them');
});
