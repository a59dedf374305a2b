import { type Check, fine, notChecked } from '../finding';
import { partlyRead } from './partly-read';

const HOUR_MS = 3_600_000;
const PATIENCE_H = 24;

export const ctUnwatched: Check = {
	severity: 'high',
	title: 'Nobody is watching which certificates are issued',
	basis: 'RFC 6962, section 5.3',
	remedy:
		'The certificate logs could not be read for more than a day. Run again; look by hand if it stays so.',
	readsClock: true,
	judge({ now, certificates: { issued, issuedLastSeen } }) {
		if ('seen' in issued) return issued.seen.complete ? fine : partlyRead;
		const hours = issuedLastSeen === null ? 0 : (now - issuedLastSeen) / HOUR_MS;
		if (hours <= PATIENCE_H) return notChecked(issued.notSeen);
		return { cases: [{ evidence: `not read for ${Math.floor(hours)} hours: ${issued.notSeen}` }] };
	},
};
