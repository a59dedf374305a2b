import { hasCode, isUnknownOutcome } from '../errors';
import { bearer, plain, send } from '../http';
import type { Secret } from '../secret';
import type { SmokeTest } from './document';
import type { Session } from './session';

/** The user's own check that the deployment works with the new key. Null when it passed, else what was seen. */
export async function runSmokeTest(session: Session, test: SmokeTest, value: Secret): Promise<string | null> {
	const { url, method, sendAs, header, expectStatus } = test;
	const filled = {
		none: {},
		bearer: { authorization: bearer(value) },
		header: { [header]: plain(value) },
	} as const;
	try {
		const { status } = await send(session.host, {
			where: 'Smoke test',
			method,
			url,
			headers: filled[sendAs],
		});
		return status === expectStatus
			? null
			: `The smoke test answered ${String(status)}, not ${String(expectStatus)}.`;
	} catch (error) {
		if (isUnknownOutcome(error) || hasCode(error, 'RATE_LIMITED')) return 'The smoke test did not answer.';
		throw error;
	}
}
