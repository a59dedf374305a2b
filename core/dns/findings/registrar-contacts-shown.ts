import { type Check, fine, needs } from '../finding';
import { ofRegistration } from './of-registration';

export const registrarContactsShown: Check = {
	severity: 'medium',
	title: 'Anybody can read who is behind the domain',
	basis: 'RFC 9083, section 5.1; RFC 9537',
	remedy: 'Switch on the privacy service (often called WHOIS privacy) at your registrar.',
	judge: (facts) =>
		ofRegistration(facts, ({ contacts: { shown, visible } }) => {
			if (visible.length > 0) return { cases: [{ evidence: `visible: ${visible.join(', ')}` }] };
			return shown ? fine : needs('the registry shows no contacts; the registrar may still show them');
		}),
};
