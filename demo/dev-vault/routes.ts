import { own } from '../http/plain';
import type { Operation } from './acl';
import { administer } from './admin';
import { createToken, loginAppRole, lookupSelf, renewSelf, revokeAccessor, revokeSelf } from './auth';
import { failure, rightMissing, unsupported } from './call';
import type { Answer, AuthorisedCall, Call } from './call';
import { entryExists, findMount, handleMount } from './mounts';
import { capabilitiesSelf, mountOfPath } from './sys';

/** The one path that is called without a token. */
export const LOGIN_PATH = 'auth/approle/login';

type Endpoint = Readonly<Partial<Record<Operation, (call: AuthorisedCall) => Answer>>>;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
	'auth/token/create': { update: createToken },
	'auth/token/lookup-self': { read: lookupSelf },
	'auth/token/renew-self': { update: renewSelf },
	'auth/token/revoke-self': { update: revokeSelf },
	'auth/token/revoke-accessor': { update: revokeAccessor },
	'sys/capabilities-self': { update: capabilitiesSelf },
};
const MOUNT_LOOKUP = 'sys/internal/ui/mounts/';

export function loginAnswer(call: Call): Answer {
	return call.operation === 'update' ? loginAppRole(call) : unsupported;
}

/** Checks the token's rights and calls the handler of the path. */
export function dispatch(given: AuthorisedCall): Answer {
	if (given.path.startsWith(MOUNT_LOOKUP) && given.operation === 'read') {
		return mountOfPath(given, given.path.slice(MOUNT_LOOKUP.length));
	}
	const creates = given.operation === 'update' && !entryExists(given.namespace, given.path);
	const call: AuthorisedCall = creates ? { ...given, operation: 'create' } : given;
	if (!call.acl.allows(call.path, call.operation)) return rightMissing;
	const endpoint = own(ENDPOINTS, call.path);
	if (endpoint !== undefined) return (endpoint[call.operation] ?? (() => unsupported))(call);
	const administration = administer(call);
	if (administration !== undefined) return administration;
	const match = findMount(call.namespace, call.path);
	if (match !== undefined) return handleMount(call, match);
	return failure(404, `no handler for route "${call.path}". route entry not found.`);
}
