import { suite } from './jest.suite.mjs';

/** What `npm run test:servers` runs: the same contracts, on servers that other people wrote. */
export default {
	testTimeout: 30_000,
	projects: [
		{
			...suite('servers', 'test/servers/**/*.test.ts'),
			globalSetup: '<rootDir>/test/servers/global-setup.ts',
			globalTeardown: '<rootDir>/test/servers/global-teardown.ts',
		},
	],
};
