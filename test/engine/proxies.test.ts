import { registerParameters, runNode } from './workflows';
import { startWorld, type World } from './world';

/** Nobody listens there: whatever is sent to it is lost. */
const CLOSED = 'http://127.0.0.1:1';
/** What names a proxy to n8n's HTTP client; the npm ones come from the settings of whoever runs `npm start`. */
const NAMED = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'npm_config_proxy', 'npm_config_http_proxy'];
const before = { ...process.env };
let world: World | undefined;

beforeEach(() => {
	for (const name of ['NO_PROXY', 'no_proxy', 'npm_config_no_proxy', ...NAMED]) delete process.env[name];
});
afterEach(async () => {
	await world?.close();
	for (const name of NAMED) delete process.env[name];
	Object.assign(process.env, before);
});

it.each(NAMED)('with %s set, n8n reaches the servers on this machine all the same', async (name) => {
	process.env[name] = CLOSED;
	world = await startWorld();
	await world.handMade('app.main');
	const { json, error } = await runNode(world, registerParameters(world, 'app.main'));
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({ key: 'app.main', light: 'green' });
	// Else the test would say nothing of proxies.
	expect(process.env[name]).toBe(CLOSED);
});
