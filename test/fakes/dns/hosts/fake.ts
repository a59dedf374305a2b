import type { PlainHandler } from '../../../../demo/http/plain';

/** One record as people write it: an absolute name, and the data with absolute names. */
export interface Line {
	readonly name: string;
	readonly type: string;
	readonly ttl: number;
	readonly content: string;
}

export interface HostedZone {
	/** With a dot at its end. */
	readonly name: string;
	readonly lines: readonly Line[];
}

/** What a fake is made with: the credential that it takes, and what it keeps. A test may change what it keeps. */
export interface FakeHostOptions {
	readonly origin: string;
	readonly admin: string;
	readonly zones: HostedZone[];
	/** Whether the token may look at its own rights; otherwise it is refused. */
	readonly seesItself: boolean;
	/** Stands in members that no driver may keep. */
	readonly mark: string;
}

/** One DNS host in memory, and the settings that its driver reaches it with. */
export interface FakeDnsHost {
	readonly handle: PlainHandler;
	readonly settings: Readonly<Record<string, string>>;
}

export type OpenFakeHost = (options: FakeHostOptions) => FakeDnsHost;

export const textAnswer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) => ({
	status,
	headers: { 'content-type': 'text/plain', ...headers },
	body,
});

/** What a socket carries of a text, one character a byte. */
export const onTheWire = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
