import { KeyturnError } from '../../../core/errors';
import { providers } from '../../../core/providers';
import { driverOf } from '../../../core/rotation/drivers';
import { targets } from '../../../core/targets';
import { documentWith } from './document-fixture';

describe('the driver of a document', () => {
	it.each(['acme', 'constructor', '__proto__', 'toString', 'hasOwnProperty', ''])(
		'there is none for the provider “%s”, and that is said in a sentence',
		(provider) => {
			const open = () => driverOf(documentWith({}, { provider }), { providers, targets });
			expect(open).toThrow(KeyturnError);
			expect(open).toThrow(`a.key: this version of Keyturn does not know the provider ${provider}`);
		},
	);

	it('each provider of the list is found', () => {
		for (const provider of Object.keys(providers))
			expect(driverOf(documentWith({}, { provider }), { providers, targets }).id).toBe(provider);
	});
});
