/**
 * Starts the DNS lab for work by hand, with a server that takes questions over HTTP in front, and prints where all is:
 * `npx tsx scripts/servers/dns/start.ts [top-level domain] [port of the name servers]`. Ctrl-C ends it.
 */
import { anchorText } from './build';
import { startLab } from './lab';
import { usualPlan } from './names';
import { startShim } from './shim';

async function main([tld = usualPlan.tld, port]: readonly string[]): Promise<void> {
	const plan = { ...usualPlan, tld };
	const lab = await startLab({ plan, ...(port === undefined ? {} : { port: Number(port) }) });
	const shim = await startShim(lab.bind);
	const lines = {
		anchor: anchorText(lab.anchor),
		BIND: `dig @${lab.bind.host} -p ${lab.bind.port} +dnssec good-p256.${tld}`,
		unbound: `dig @${lab.unbound.host} -p ${lab.unbound.port} +dnssec good-p256.${tld}`,
		HTTP: shim.url,
		files: lab.folder,
	};
	for (const [name, value] of Object.entries(lines)) process.stdout.write(`${name}: ${value}\n`);
	const end = () => void Promise.all([lab.stop(), shim.stop()]).then(() => process.exit(0));
	process.once('SIGINT', end).once('SIGTERM', end);
}

main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
