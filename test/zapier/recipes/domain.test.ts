import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDs } from '../../../core/dns/wire/records';
import type { Anchor } from '../../../core/dns/dnssec/anchors';
import type { Http } from '../../../core/ports';
import type { Export } from '../../../scripts/zapier/recipe-export';
import { createApp } from '../../../zapier-app/src/app';
import { systemClock } from '../../../zapier-app/src/host';
import type { World } from '../../fakes/dns/signed/world';
import { DOMAIN, NOW_MS, outside, RECORDS, worldOf } from '../outside';
import { runAsZapier, type Stage } from '../stage';
import { RunningZap } from './zaps';

/** The zones of the tests are signed from a root of their own. */
let mockAnchors: readonly Anchor[] = [];
jest.mock('../../../core/dns/dnssec/anchors', () => ({
	get ROOT_ANCHORS() {
		return mockAnchors;
	},
}));

const { zaps } = JSON.parse(
	readFileSync(join(__dirname, '../../../workflows/zapier/check-my-domain.unofficial.json'), 'utf8'),
) as Export;

const servers = ['ns', 'ns2'].map((name) => `${name}.${DOMAIN}`);
/** A domain in which nothing is wrong. */
const sound = worldOf([
	...RECORDS.filter((record) => !record.includes('mta-sts')),
	...servers.flatMap((name) => [`${DOMAIN}. NS ${name}.`, `${name}. A 93.184.216.34`]),
	`${DOMAIN}. CAA 0 issue ${Buffer.from('letsencrypt.org').toString('hex')}`,
]);
const weak = worldOf(RECORDS.filter((record) => !record.startsWith('_dmarc')));

const page: Http = async () => ({ status: 200, headers: {}, body: 'a page' });

/** One run of the exported Zap, with what the registry says of the domain as its zone has it. */
async function weekly(world: World, elsewhere: Http = page, internet = outsideOf(world, elsewhere)) {
	mockAnchors = world.anchors;
	const app = createApp(internet, { ...systemClock, now: () => NOW_MS });
	const authData = {
		vault_kind: 'hashicorp',
		vault_address: 'https://vault.example.org',
		identity: 'approle/role',
		bootstrap_credential: 'x',
	};
	const run: Stage['run'] = (method, inputData, how) =>
		runAsZapier(app, method, {
			authData,
			inputData,
			inputDataRaw: how?.typed ?? inputData,
			meta: { isLoadingSample: false },
		});
	const chosen = { check_domain: { domain: DOMAIN }, channel_message: { channel: 'ops' } };
	return await new RunningZap({ run }, zaps[0]!, chosen).onTime();
}

function outsideOf(world: World, elsewhere: Http): Http {
	const dsData = world.zone(`${DOMAIN}.`).ds.map((record) => {
		const { keyTag, algorithm, digestType, digest } = readDs(record);
		return { keyTag, algorithm, digestType, digest: Buffer.from(digest).toString('hex') };
	});
	const nameservers = servers.map((ldhName) => ({ ldhName }));
	return outside(world, elsewhere, { nameservers, secureDNS: { delegationSigned: true, dsData } });
}

test('a domain in which nothing is wrong and everything was seen leads to no message', async () => {
	const { reached, error } = await weekly(sound);
	expect(error).toBeUndefined();
	expect(reached).toEqual(['check_domain']);
});

test('what is wrong leads to one message, with what to do', async () => {
	const { reached, sent, error } = await weekly(weak);
	expect(error).toBeUndefined();
	expect(reached).toEqual(['check_domain', 'channel_message']);
	expect(sent).toEqual([
		{ channel: 'ops', text: expect.stringMatching(/^example\.com needs you: .+\. example\.com: .+\. .+\.$/) },
	]);
});

test('what could not be looked at leads to one as well, which says so', async () => {
	const { sent } = await weekly(sound, () => Promise.reject(new Error('nobody is there')));
	expect(sent[0]?.['text']).toMatch(/^Nothing bad was seen at example\.com; \d+ checks could not be made\. /);
});

test('an internet that does not answer leads to one, and not to silence', async () => {
	const { sent, error } = await weekly(sound, page, () => Promise.reject(new Error('nobody is there')));
	expect(error).toBeUndefined();
	expect(sent[0]?.['text']).toMatch(
		/^Nothing bad was seen at example\.com; \d\d checks could not be made\. example\.com: check again later\. Not looked at: \S.*\.$/,
	);
});
