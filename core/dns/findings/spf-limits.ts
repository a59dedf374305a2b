import { type Case, type Check, casesUnless } from '../finding';
import type { SpfAudit } from '../mail/spf/audit';
import { SPF_LIMITS } from '../mail/spf/session';

export const spfLimits: Check = {
	severity: 'high',
	title: 'SPF asks for more look-ups than receivers make',
	basis: 'RFC 7208, section 4.6.4',
	remedy:
		'Remove the services that no longer send for you from the SPF record; beyond ten look-ups receivers ignore all of it.',
	judge({ mail: { spf } }) {
		const cases = [...overLookups(spf.audit), ...overVoids(spf.audit)];
		return casesUnless(cases, spf.audit.unseen);
	},
};

export const isOverLimits = ({ count, voids }: SpfAudit): boolean =>
	count.total > SPF_LIMITS.lookups || voids.length > SPF_LIMITS.voids;

function overLookups({ count: { total, byTerm, isComplete } }: SpfAudit): Case[] {
	if (total <= SPF_LIMITS.lookups) return [];
	if (total === Infinity)
		return [
			{
				evidence: 'the SPF records include each other in a circle',
				remedy: 'Remove the include that leads back to where it came from.',
			},
		];
	const tree = listed(byTerm.map(({ text, lookups }) => `${text.slice(0, 80)} (${lookups})`));
	return [
		{
			evidence: `${isComplete ? '' : 'at least '}${total} look-ups, ${SPF_LIMITS.lookups} are allowed: ${tree}`,
		},
	];
}

function overVoids({ voids }: SpfAudit): Case[] {
	if (voids.length <= SPF_LIMITS.voids) return [];
	return [
		{
			evidence: `${voids.length} look-ups lead to nothing, ${SPF_LIMITS.voids} are allowed: ${listed(voids.map(({ text }) => text.slice(0, 80)))}`,
			remedy: 'Remove the names that no longer exist from the SPF record.',
		},
	];
}

const MOST_LISTED = 12;

const listed = (texts: readonly string[]): string =>
	texts.length <= MOST_LISTED
		? texts.join(', ')
		: `${texts.slice(0, MOST_LISTED).join(', ')} and ${texts.length - MOST_LISTED} more`;
