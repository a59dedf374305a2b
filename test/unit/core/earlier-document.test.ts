import { documentSchema } from '../../../core/rotation/document';
import { documentWith } from './document-fixture';

describe('a document of an earlier version', () => {
	it('that knows neither receipts nor admin credentials of targets is read', () => {
		const targets = [{ kind: 'http-hook', settings: { address: 'https://a.example.com' }, admin: 'hook' }];
		const { receipts, ...rest } = documentWith({}, { targets });
		expect(receipts).toEqual([]);
		const earlier = JSON.parse(JSON.stringify(rest).replace(',"admin":"hook"', '')) as object;
		expect(JSON.stringify(earlier)).not.toContain('hook"}');
		const { record, receipts: none } = documentSchema.parse(earlier);
		expect(none).toEqual([]);
		expect(record.targets).toEqual([{ ...targets[0], admin: null }]);
	});
});
