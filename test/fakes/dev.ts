import { DevProvider } from '../../demo/dev-provider/provider';
import type { PlainRequest, PlainResponse } from '../../demo/http/plain';

export interface FakeDevOptions {
	readonly now: () => number;
	readonly random: (bytes: number) => Uint8Array;
	readonly adminKey: string;
}

/** The dev provider in memory, its fault knobs within reach of a test. */
export class FakeDev {
	readonly provider: DevProvider;

	constructor({ now, random, adminKey }: FakeDevOptions) {
		this.provider = new DevProvider({ now, random, adminKeys: [adminKey] });
	}

	readonly handle = (request: PlainRequest): PlainResponse => this.provider.handle(request);
}
