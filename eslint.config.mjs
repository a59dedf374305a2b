import { n8nCommunityNodesPlugin as n8n } from '@n8n/eslint-plugin-community-nodes';
import n8nBase from 'eslint-plugin-n8n-nodes-base';
import ts from 'typescript-eslint';

// n8n's own scanner switches these off as well: they fit the nodes in n8n's repository, not community nodes.
const credentialRules = {
	...n8nBase.configs.credentials.rules,
	'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
	'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
};
const nodeRules = {
	...n8nBase.configs.nodes.rules,
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
	'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
};

export default ts.config(
	{ ignores: ['**/dist/**', '**/*.d.ts', '.cache/**', '.keyturn/**', 'zapier-app/build/**'] },
	{
		files: ['**/*.ts'],
		extends: [ts.configs.strictTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			// Ports are asynchronous by contract, whether or not a driver has to wait for anything.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
		},
	},
	{ files: ['**/*.mjs'], extends: [ts.configs.strict] },
	{ files: ['{nodes,credentials}/**/*.ts'], extends: [n8n.configs.recommended] },
	{ files: ['nodes/**/*.ts'], plugins: { 'n8n-nodes-base': n8nBase }, rules: nodeRules },
	{ files: ['credentials/**/*.ts'], plugins: { 'n8n-nodes-base': n8nBase }, rules: credentialRules },
	{ files: ['{core,nodes,credentials,zapier-app}/**/*.ts'], rules: { 'no-console': 'error' } },
	{
		// What does not ship reads JSON and other people's untyped answers, and asserts on what it finds.
		files: ['{test,demo,bench,scripts}/**/*.ts'],
		rules: {
			'@typescript-eslint/no-dynamic-delete': 'off',
			'@typescript-eslint/no-empty-function': 'off',
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'@typescript-eslint/unbound-method': 'off',
		},
	},
);
