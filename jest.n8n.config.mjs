import { suite, zapierPlatform } from './jest.suite.mjs';

/** What `npm run test:n8n` runs: the package as it is installed, in the n8n that people install. */
export default {
	// They mostly wait for n8n, so that two at once take little more time than one.
	maxWorkers: 2,
	// What was proved is what the run is for: each line of it is printed.
	verbose: true,
	// A whole n8n on a busy machine takes its time over a single run.
	testTimeout: 120_000,
	projects: [
		{
			...suite('e2e', 'test/e2e/**/*.test.ts', zapierPlatform),
			globalSetup: '<rootDir>/test/e2e/global-setup.ts',
			globalTeardown: '<rootDir>/test/e2e/global-teardown.ts',
		},
	],
};
