import { counted } from '../counted';
import { type Check, type Severity, fine, notChecked } from '../finding';
import { DAY_MS, dayShown } from '../times';
import { ofRegistration } from './of-registration';

/** In fewer days than this it is worth so much; the first that fits counts. */
const STEPS: ReadonlyArray<readonly [days: number, severity: Severity]> = [
	[7, 'critical'],
	[30, 'high'],
	[60, 'medium'],
];

export const registrarEndsSoon: Check = {
	severity: 'medium',
	title: 'The registration ends soon',
	basis: 'RFC 9083, section 4.5',
	remedy:
		'Renew it at your registrar, switch on automatic renewal, and check that the payment card is valid.',
	readsClock: true,
	judge: (facts) =>
		ofRegistration(facts, ({ expires }) => {
			if (expires === null) return notChecked('the registry does not say when the registration ends');
			const days = (expires - facts.now) / DAY_MS;
			const severity = STEPS.find(([limit]) => days < limit)?.[1];
			if (severity === undefined) return fine;
			const when = dayShown(expires);
			const evidence =
				days < 0 ? `it ended on ${when}` : `it ends on ${when}, in ${counted(Math.floor(days), 'day')}`;
			return { cases: [{ evidence, severity }] };
		}),
};
