import { refusal } from '../../contract/provider-suite';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';

describe.each(['planned', 'emergency'] as const)('a dry run (%s) in the grace of a rotation', (mode) => {
	it('says where it stands, asks for nothing that would undo it, and writes nothing', async () => {
		const scene = await Scene.registered();
		const keyturn = await scene.open();
		const { sentence } = await keyturn.rotate(KEY);
		const before = scene.state();
		const told = await keyturn.dryRun(KEY, mode);
		expect(told).toMatchObject({ possible: true, light: 'yellow', problems: [] });
		expect(told.sentence).toContain(sentence);
		expect(`${told.sentence} ${told.next} ${told.steps.join()}`).not.toMatch(/restore|another value/i);
		expect(told.breaks.length > 0).toBe(mode === 'emergency');
		expect(scene.state()).toEqual(before);
	});
});

it('a dry run is red where the vault’s value is refused while its key is still listed, and says what a rotation would', async () => {
	const scene = await Scene.registered();
	const keyturn = await scene.open();
	expect(await keyturn.dryRun(KEY, 'planned')).toMatchObject({ possible: true });
	scene.host.between = (request, service, origin) =>
		origin === PROVIDER && request.path === '/v1/whoami'
			? { status: 401, headers: {}, body: '{"error":"invalid_key"}' }
			: service(request);
	const told = await keyturn.dryRun(KEY, 'planned');
	const { message } = await refusal(() => keyturn.rotate(KEY));
	expect(told).toMatchObject({ possible: false, light: 'red', sentence: message });
});
