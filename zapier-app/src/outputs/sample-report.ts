import { checks } from '../../../core/dns/findings';
import type { DomainReport } from '../../../core/dns/report/result';

const { 'DMARC-01': forged, 'CT-01': issued } = checks;

/** What Zapier shows before a step was tested: one finding, and one check that could not be made, in the checks' own words. */
export const sampleReport: DomainReport = {
	domain: 'example.com',
	light: 'red',
	sentence: `example.com needs you: ${lower(forged.title)}; 1 check could not be made.`,
	next: `example.com: ${lower(forged.title)}. ${forged.remedy}`,
	counts: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
	findings: [
		{
			id: 'DMARC-01',
			severity: 'high',
			title: forged.title,
			evidence: 'no usable DMARC record at _dmarc.example.com',
			remedy: forged.remedy,
			basis: forged.basis,
		},
	],
	checked: Object.keys(checks).length - 1,
	notChecked: [
		{
			id: 'CT-01',
			title: issued.title,
			blind: true,
			why: 'Certificate logs at api.certspotter.com: too many requests (429)',
		},
	],
	dnssec: {
		verdict: 'secure',
		why: 'Signed, and every signature from the root down was checked here.',
	},
	checkedAt: '2030-01-31T09:00:00.000Z',
	questions: [{ resolver: 'cloudflare', purpose: 'own names', sent: 16, limit: 18 }],
};

function lower(title: string): string {
	return title.charAt(0).toLowerCase() + title.slice(1);
}
