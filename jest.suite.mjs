/** One named set of tests, compiled by swc; `tsc` checks the types elsewhere. */
export const suite = (displayName, pattern, more = {}) => ({
	...more,
	displayName,
	rootDir: import.meta.dirname,
	// Tests are nowhere else, and a look through everything that tools installed takes seconds.
	roots: ['<rootDir>/test'],
	testMatch: [`<rootDir>/${pattern}`],
	setupFiles: ['<rootDir>/test/past-proxies.ts'],
	modulePathIgnorePatterns: ['<rootDir>/\\.cache/', '<rootDir>/\\.keyturn/'],
	transform: {
		'\\.ts$': [
			'@swc/jest',
			{
				swcrc: false,
				sourceMaps: 'inline',
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
				module: { type: 'commonjs' },
			},
		],
	},
});

/** For sets that run the Zapier app: its one dependency is installed beside it. */
export const zapierPlatform = {
	moduleNameMapper: { '^zapier-platform-core$': '<rootDir>/zapier-app/node_modules/zapier-platform-core' },
};
