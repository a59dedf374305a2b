import { suite } from './jest.suite.mjs';

/** What `npm test` runs. Every test file belongs to exactly one suite; the architecture tests see to it. */
export default {
	maxWorkers: 2,
	projects: [
		suite('unit', 'test/unit/**/*.test.ts'),
		suite('contract', 'test/contract/**/*.test.ts'),
		suite('simulation', 'test/simulation/**/*.test.ts'),
		suite('engine', 'test/engine/**/*.test.ts'),
		suite('templates', 'test/templates/**/*.test.ts'),
		suite('architecture', 'test/*.test.ts'),
	],
};
