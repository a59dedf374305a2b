import { install } from './installation';

/** Installs the full n8n for whatever needs it later: `.ci/run` does so while the tests before it run. */
install().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
