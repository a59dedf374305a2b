import { type Name, isUnder, parseName } from '../wire/name';

/** A service at which a customer can claim a name that nobody uses any more. */
export interface Service {
	readonly id: string;
	readonly title: string;
	/** What aliases to it end with. */
	readonly endings: readonly Name[];
	/** True when a name that nobody holds does not exist in the DNS. */
	readonly missing: boolean;
	/** A text of the page that the service shows for a name that nobody holds; null when it shows none. */
	readonly page: string | null;
}

const service = (
	id: string,
	title: string,
	endings: readonly string[],
	shows: { readonly missing?: boolean; readonly page?: string },
): Service => ({
	id,
	title,
	endings: endings.map(parseName),
	missing: shows.missing ?? false,
	page: shows.page ?? null,
});

/** Buckets as sites, by region; the two spellings depend on the region's age. Older sites have no region in the name. */
const S3_REGIONS = [
	...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
	...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'eu-south-1'],
	...['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
];
const S3_ENDINGS = [
	's3.amazonaws.com',
	...S3_REGIONS.flatMap((region) => [
		`s3-website-${region}.amazonaws.com`,
		`s3-website.${region}.amazonaws.com`,
		`s3.${region}.amazonaws.com`,
	]),
];

/**
 * Written from the services' own pages:
 * - https://learn.microsoft.com/azure/security/fundamentals/subdomain-takeover (the Azure endings)
 * - https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/customdomains.html
 * - https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (NoSuchBucket)
 * - https://docs.github.com/pages/configuring-a-custom-domain-for-your-github-pages-site
 * - https://devcenter.heroku.com/articles/custom-domains
 * - https://docs.readthedocs.com/platform/stable/custom-domains.html
 * - https://surge.sh/help/adding-a-custom-domain
 * - https://ghost.org/help/custom-domains/
 * A service that lets nobody claim a name without proof does not belong here.
 */
export const SERVICES: readonly Service[] = [
	service(
		'azure',
		'Microsoft Azure',
		[
			'azurewebsites.net',
			'cloudapp.net',
			'cloudapp.azure.com',
			'trafficmanager.net',
			'azureedge.net',
			'azurefd.net',
			'azure-api.net',
			'azurecontainer.io',
			'blob.core.windows.net',
			'web.core.windows.net',
		],
		{ missing: true },
	),
	service('elastic-beanstalk', 'AWS Elastic Beanstalk', ['elasticbeanstalk.com'], { missing: true }),
	service('s3', 'Amazon S3', S3_ENDINGS, { page: '<Code>NoSuchBucket</Code>' }),
	service('github-pages', 'GitHub Pages', ['github.io'], { page: "There isn't a GitHub Pages site here" }),
	service('heroku', 'Heroku', ['herokuapp.com', 'herokudns.com'], {
		missing: true,
		page: 'herokucdn.com/error-pages/no-such-app.html',
	}),
	service('surge', 'Surge', ['surge.sh'], { page: 'project not found' }),
	service('read-the-docs', 'Read the Docs', ['readthedocs.io'], {
		page: 'The link you have followed or the URL that you entered does not exist',
	}),
	service('ghost', 'Ghost(Pro)', ['ghost.io'], { page: 'The thing you were looking for is no longer here' }),
];

/** The service that an alias leads to, null for none that is known. */
export const serviceOf = (target: Name): Service | null =>
	SERVICES.find(({ endings }) => endings.some((ending) => target !== ending && isUnder(target, ending))) ??
	null;

/** The first of them that a chain of aliases comes by. */
export const serviceAmong = (aliases: readonly Name[]): Service | null =>
	aliases.map(serviceOf).find((each) => each !== null) ?? null;
