import { isUnder } from '../../wire/name';
import { readMx } from '../../wire/records';
import { TYPE } from '../../wire/types';
import { readable } from '../../wire/readable';
import { isWithin } from '../../../ip-address';
import { type Piece, isBySender } from './macro';
import type { Mechanism } from './record';
import { type Asked, type Session, SpfError } from './session';
import { nameFor } from './target';

type Of<Kind extends Mechanism['kind']> = Extract<Mechanism, { kind: Kind }>;
type Included = Of<'include'>;

/** How each mechanism but `include` is matched (RFC 7208, section 5). */
const matchers: {
	readonly [Kind in Exclude<Mechanism['kind'], 'include'>]: (
		session: Session,
		mechanism: Of<Kind>,
		domain: string,
	) => boolean | Promise<boolean>;
} = {
	all: () => true,
	ip4: ({ mail }, { network, bits }) => isWithin(mail.address, network, bits),
	ip6: ({ mail }, { network, bits }) => isWithin(mail.address, network, bits),
	async a(session, mechanism, domain) {
		const asked = await targetOf(session, mechanism.target, domain);
		if (asked === null) return false;
		const { records } = await session.askCounted(asked, session.addressType);
		return records.some(({ data }) => fits(session, mechanism, data));
	},
	async mx(session, mechanism, domain) {
		const asked = await targetOf(session, mechanism.target, domain);
		if (asked === null) return false;
		const servers = readable((await session.askCounted(asked, TYPE.MX)).records, readMx);
		if (servers.length > session.limits.names)
			throw new SpfError('permerror', `more than ${session.limits.names} mail servers behind one “mx”`);
		const answers = await Promise.all(
			servers
				.filter(({ exchange }) => exchange !== '.')
				.map(({ exchange }) => session.ask(exchange, session.addressType)),
		);
		return answers.some(({ records }) => records.some(({ data }) => fits(session, mechanism, data)));
	},
	async ptr(session, { target }, domain) {
		const asked = await targetOf(session, target, domain);
		if (asked === null) return false;
		return (await session.validatedNames(true)).some((each) => isUnder(each, asked.name));
	},
	async exists(session, { target }, domain) {
		const asked = await targetOf(session, target, domain);
		return asked !== null && (await session.askCounted(asked, TYPE.A)).records.length > 0;
	},
};

/** True when the sender matches the mechanism. `include` is left to who evaluates records. */
export const matches = async (
	session: Session,
	mechanism: Exclude<Mechanism, Included>,
	domain: string,
): Promise<boolean> => matchers[mechanism.kind](session, mechanism as never, domain);

/** Counts the term and gives the name that it is about; null where there can be no such name, which matches nothing. */
async function targetOf(
	session: Session,
	target: readonly Piece[] | null,
	domain: string,
): Promise<Asked | null> {
	session.count();
	const name = nameFor(target === null ? domain : await session.domainOf(target, domain));
	return name === null ? null : { name, bySender: target !== null && isBySender(target) };
}

const fits = ({ mail: { address } }: Session, { bits4, bits6 }: Of<'a' | 'mx'>, found: Uint8Array): boolean =>
	isWithin(address, found, address.length === 4 ? bits4 : bits6);
