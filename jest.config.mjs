import { suite, zapierPlatform } from './jest.suite.mjs';

/** What `npm test` runs. Every test file belongs to exactly one suite; the architecture tests see to it. */
export default {
	maxWorkers: 2,
	// A busy machine takes its time; what hangs is told all the same.
	testTimeout: 30_000,
	projects: [
		suite('unit', 'test/unit/**/*.test.ts'),
		suite('contract', 'test/contract/**/*.test.ts'),
		// A host that moves on to zod 4 gives its API to the same import: the core must work with either.
		suite('contract with zod 4', 'test/contract/**/*.test.ts', { moduleNameMapper: { '^zod$': 'zod/v4' } }),
		suite('simulation', 'test/simulation/**/*.test.ts'),
		suite('engine', 'test/engine/**/*.test.ts'),
		suite('zapier', 'test/zapier/**/*.test.ts', zapierPlatform),
		suite('templates', 'test/templates/**/*.test.ts'),
		suite('architecture', 'test/*.test.ts'),
	],
};
