import { excerpt } from '../../excerpt';
import { parseTags } from '../tags';
import { type ReportAddress, parseAddresses } from './addresses';

/** What receivers are asked to do with mail that fails. */
export type Policy = 'none' | 'quarantine' | 'reject';

export interface DmarcRecord {
	readonly text: string;
	/** Null where the record says nothing that is usable, and no policy is applied. */
	readonly policy: Policy | null;
	/** For subdomains, and for those that do not exist; what the tags say or what stands in for them. */
	readonly subdomains: Policy | null;
	readonly nonexistent: Policy | null;
	/** Whether it is the record of a public suffix. */
	readonly psd: 'y' | 'n' | 'u';
	/** True when receivers are asked not to apply the policy yet. */
	readonly isTesting: boolean;
	readonly aggregate: readonly ReportAddress[];
	readonly failure: readonly ReportAddress[];
	/** What is wrong with it, each a clause. */
	readonly problems: readonly string[];
}

const POLICIES = ['none', 'quarantine', 'reject'];
/** What each tag may say (RFC 9989, section 4.8). Case does not matter. */
const VALUES: Readonly<Record<string, readonly string[] | 'addresses'>> = {
	p: POLICIES,
	sp: POLICIES,
	np: POLICIES,
	psd: ['y', 'n', 'u'],
	t: ['y', 'n'],
	adkim: ['r', 's'],
	aspf: ['r', 's'],
	fo: ['0', '1', 'd', 's', 'd:s', 's:d'],
	rua: 'addresses',
	ruf: 'addresses',
};
/** Tags of RFC 7489 that RFC 9989 took away. */
const REMOVED = ['pct', 'rf', 'ri'];

/** True for a TXT record that is a DMARC record: the version comes first, and in capitals (RFC 9989, section 4.7). */
export const isDmarc = (text: string): boolean =>
	/^v[ \t]{0,99}=[ \t]{0,99}DMARC1[ \t]{0,99}(?:;|$)/.test(text);

/** Reads a record that `isDmarc`. What is wrong in it is left out, as receivers do. */
export function parseDmarc(text: string): DmarcRecord {
	const list = parseTags(text);
	const problems = [...list.problems];
	const values = new Map<string, string>();
	for (const { name, value } of list.tags.slice(1)) {
		const tag = name.toLowerCase();
		const allowed = VALUES[tag];
		if (REMOVED.includes(tag)) problems.push(`${tag}= was removed from DMARC and does nothing`);
		else if (allowed === undefined) problems.push(`${excerpt(`${tag}=`)} is no tag of DMARC`);
		else if (allowed === 'addresses') values.set(tag, value);
		else if (allowed.includes(value.toLowerCase())) values.set(tag, value.toLowerCase());
		else problems.push(`${tag}= may not say ${excerpt(value)}`);
	}
	const addresses = ['rua', 'ruf'].map((tag) => parseAddresses(tag, values.get(tag)));
	problems.push(...addresses.flatMap((each) => each.problems));
	const [aggregate = [], failure = []] = addresses.map((each) => each.addresses);
	const isBroken = ['p', 'sp', 'np'].some((tag) => said(list, tag) && !values.has(tag));
	const policy = policyOf(values, isBroken, aggregate.length > 0, problems);
	if (values.has('fo') && failure.length === 0) problems.push('fo= does nothing without ruf=');
	if (values.get('psd') === 'y') problems.push('psd=y is for the registries of whole endings');
	const subdomains = isBroken ? policy : ((values.get('sp') as Policy | undefined) ?? policy);
	return {
		text,
		policy,
		subdomains,
		nonexistent: isBroken ? policy : ((values.get('np') as Policy | undefined) ?? subdomains),
		psd: (values.get('psd') ?? 'u') as DmarcRecord['psd'],
		isTesting: values.get('t') === 'y',
		aggregate,
		failure,
		problems,
	};
}

const said = ({ tags }: ReturnType<typeof parseTags>, tag: string): boolean =>
	tags.some(({ name }) => name.toLowerCase() === tag);

/** Without a policy that can be read, the record counts as p=none if it names an address, and else not at all (RFC 9989, section 4.10.1). */
function policyOf(
	values: ReadonlyMap<string, string>,
	isBroken: boolean,
	hasAddress: boolean,
	problems: string[],
): Policy | null {
	const policy = values.get('p') as Policy | undefined;
	if (policy !== undefined && !isBroken) return policy;
	if (policy === undefined) problems.push('it has no valid p=');
	return hasAddress ? 'none' : null;
}
