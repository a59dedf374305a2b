import 'reflect-metadata';
import { createRequire } from 'node:module';
import { BinaryDataService, ErrorReporter } from 'n8n-core';
import { LoggerProxy } from 'n8n-workflow';

/** One line that n8n would have written to its log, its details as JSON. */
export interface LogLine {
	readonly level: string;
	readonly text: string;
}

/** n8n's own container of services, which n8n-core brings along. */
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: { set(type: unknown, service: unknown): void };
};

type Write = (message: unknown, details?: unknown) => void;

let keep: (line: LogLine) => void = () => undefined;

const logger: Record<string, unknown> = {
	...Object.fromEntries(
		['error', 'warn', 'info', 'debug'].map((level): [string, Write] => [
			level,
			(message, details) => keep({ level, text: `${print(message)} ${print(details)}`.trim() }),
		]),
	),
	scoped: () => logger,
};

/** Has n8n's engine write its log, and what it would report to n8n's makers, to `to` from now on. */
export function logTo(to: (line: LogLine) => void): void {
	keep = to;
	LoggerProxy.init(logger as never);
	Container.set(ErrorReporter, logger);
	const Binary = BinaryDataService as unknown as new (...services: unknown[]) => BinaryDataService;
	Container.set(
		BinaryDataService,
		new Binary({ mode: 'default', availableModes: ['default'] }, logger, logger),
	);
}

function print(value: unknown): string {
	if (value === undefined) return '';
	if (typeof value === 'string') return value;
	if (value instanceof Error)
		return `${value.name}: ${value.message} ${value.stack ?? ''} ${print(value.cause)}`;
	const seen = new WeakSet();
	return JSON.stringify(value, (_name, each: unknown) => {
		if (typeof each !== 'object' || each === null) return each;
		if (seen.has(each)) return '[again]';
		seen.add(each);
		return each;
	});
}
