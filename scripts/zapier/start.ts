/** Zapier's own command line in the app's folder: `npm run zapier -- push`. */
import { zapierCliByHand } from './cli';

zapierCliByHand(process.argv.slice(2)).then(
	(code) => process.exit(code),
	(error: unknown) => {
		process.stderr.write(`zapier: ${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);
