import type { CertificateFault } from '../../certificate-refused';
import { type Check, type Severity, judgedEach, notChecked, seen } from '../finding';
import { minuteShown } from '../times';
import { shown } from '../wire/name';

const WORTH: Readonly<Record<CertificateFault, readonly [severity: Severity, told: string, remedy: string]>> =
	{
		expired: [
			'critical',
			'it has expired',
			'Renew the certificate now, and find out why its renewal failed.',
		],
		'not valid yet': [
			'high',
			'it is not valid yet',
			'Set the clock of the server, or wait until its first day.',
		],
		'for another name': ['high', 'it is for another name', 'Ask for a certificate that covers this name.'],
		'not trusted': [
			'high',
			'no known authority vouches for it, or a part of the chain is missing',
			'Install a certificate of a public authority together with its intermediate certificates.',
		],
		unusable: [
			'high',
			'it must not be used for this',
			'Ask whoever runs the server for a certificate made for web servers.',
		],
	};

export const tlsRefused: Check = {
	severity: 'high',
	title: 'Visitors’ programs refuse the certificate that is served now',
	basis: 'RFC 5280, section 6; RFC 9525',
	remedy: 'Ask whoever runs the server to install a valid certificate.',
	readsClock: true,
	judge({ certificates: { served } }) {
		if (served.length === 0) return notChecked('no name was opened');
		const looked = served.map(({ name, outcome }) =>
			'seen' in outcome ? seen({ name, ...outcome.seen }) : outcome,
		);
		return judgedEach(looked, ({ name, at, refused, reason }) => {
			if (refused === null) return [];
			const [severity, told, remedy] = WORTH[refused];
			const evidence = `https://${shown(name)}/, served at ${minuteShown(at)}: ${told} (${reason ?? 'no code'})`;
			return [{ evidence, severity, remedy }];
		});
	},
};
