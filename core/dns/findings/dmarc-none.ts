import { type Case, type Check, judged, notChecked } from '../finding';
import type { DmarcFacts } from '../mail/dmarc/gather';
import { isEnding, unregistered } from '../registrar/ending';
import { shown } from '../wire/name';

export const dmarcNone: Check = {
	severity: 'high',
	title: 'Nothing tells receivers what to do with mail forged in this name',
	basis: 'RFC 9989, section 4.10',
	remedy:
		'Publish a TXT record at _dmarc with `v=DMARC1; p=none;` and `rua=mailto:` with an address of yours. Read the reports for some weeks, then move to p=quarantine and p=reject.',
	judge(facts) {
		const { dmarc } = facts.mail;
		// A policy there would hold for everybody who bought a domain under it.
		if (isEnding(facts)) return notChecked(`${unregistered(facts)}: a policy is for each of its domains`);
		return judged(dmarc.applied, (applied): readonly Case[] => {
			if (applied === null) return [{ evidence: `no usable DMARC record at ${asked(dmarc)}` }];
			if (applied.policy !== null) return [];
			return [
				{ evidence: `the record at _dmarc.${shown(applied.at)} has neither a valid p= nor an address` },
			];
		});
	},
};

const asked = ({ path }: DmarcFacts): string => path.map(({ at }) => `_dmarc.${shown(at)}`).join(', ');
