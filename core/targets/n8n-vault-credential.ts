import { z } from 'zod';
import { KeyturnError } from '../errors';
import { N8nApi, addressField, credentialField } from './n8n-api';
import type { TargetDriver } from './target';

/** Credential types of ours that read one key from a vault and keep it for their Cache Time. */
const BACKED = /^keyturn[A-Za-z]+KeyApi$/;
/** A field of theirs that is worth nothing by itself: when it changes, the kept value counts as stale. */
const FIELD = 'refresh';
const LIST = 'workflow:list';
const MOST_PAGES = 40;
const MOST_NAMED = 20;

const node = z.object({
	type: z.string(),
	name: z.string().max(1_000),
	disabled: z.boolean().optional(),
	credentials: z.record(z.string(), z.object({ id: z.string().nullish() })).optional(),
	parameters: z.record(z.string(), z.unknown()),
});
const workflow = z.object({
	name: z.string().max(1_000),
	active: z.boolean(),
	isArchived: z.boolean().optional(),
	nodes: z.array(node),
});
const page = z.object({ data: z.array(workflow) });
/** n8n's own nodes that make any request: as a step of a workflow, and as the tool of an agent. */
const REQUESTS = ['n8n-nodes-base.httpRequest', 'n8n-nodes-base.httpRequestTool'];
/** Where these keep "Never Error", by today's name and by the one of their first two versions. */
const quiet = z.object({
	response: z
		.object({ response: z.object({ neverError: z.unknown() }) })
		.optional()
		.catch(undefined),
	ignoreResponseCode: z.unknown(),
});
/** The parts of a form. */
const body = z.object({ parameters: z.array(z.object({ parameterType: z.unknown() })) });

type Node = z.output<typeof node>;

/**
 * A vault-backed credential in n8n. It reads the vault by itself; here it is only told that what it keeps is stale, so
 * that the next call reads anew. For emergencies, in which nobody waits for its Cache Time.
 */
export const n8nVaultCredential: TargetDriver<'address' | 'credentialId'> = {
	id: 'n8n-vault-credential',
	title: 'n8n Vault-Backed Credential',
	docs: 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/n8n-targets.md',
	sends:
		'No value is sent: in an emergency n8n is told that the value it keeps is stale, and reads the vault at the next call. Else it does so by itself within the Cache Time',
	rights:
		'An API key of n8n, made by its owner or an admin, with the scopes credential:read, credential:update and, to name what an emergency breaks, workflow:list',
	fields: [addressField, credentialField],
	open(settings, admin, host) {
		const api = new N8nApi(settings, admin, host);
		const id = (settings['credentialId'] ?? '').trim();
		return {
			title: `vault-backed ${api.title}`,
			valueOrigin: null,
			adminOrigin: api.origin,
			when: 'emergency',
			async check() {
				const { scopes, found } = await api.check(FIELD);
				if (!BACKED.test(found.type))
					throw new KeyturnError('BAD_INPUT', api.title, 'it is no vault-backed credential of Keyturn’s', {
						next: 'Choose the target n8n Credential for it, or another credential.',
					});
				return scopes.includes(LIST)
					? []
					: [`The n8n API key lacks the scope ${LIST}, so an emergency could not name what breaks in n8n.`];
			},
			update: async ({ fingerprint }) => await api.change({ [FIELD]: fingerprint }),
			// Each later change is n8n's own, which keeps what it has read: it brings no old value back.
			async holds(_what, receipt) {
				const found = await api.find();
				if (found === null) return 'gone';
				return receipt !== null && Date.parse(found.updatedAt) >= Date.parse(receipt) ? 'yes' : 'no';
			},
			async breaks() {
				const { pages, whole } = await api.pages(
					'/workflows?limit=250&excludePinnedData=true',
					page,
					MOST_PAGES,
				);
				const named = pages
					.flatMap(({ data }) => data)
					.filter(({ isArchived }) => isArchived !== true)
					.flatMap(({ name, active, nodes }) =>
						nodes.flatMap((each) => {
							const why = disabledOrOther(each, id) ? null : whyNot(each);
							return why === null ? [] : [sentence(name, active, each.name, why)];
						}),
					);
				const more = named.length - MOST_NAMED;
				return [
					...named.slice(0, MOST_NAMED),
					...(more > 0 ? [`And ${String(more)} more nodes like these`] : []),
					...(whole
						? []
						: [`${api.origin} has more workflows than were read, so there may be more such nodes`]),
				];
			},
		};
	},
};

const disabledOrOther = ({ type, disabled, credentials = {} }: Node, id: string): boolean =>
	disabled === true || !REQUESTS.includes(type) || !Object.values(credentials).some((each) => each.id === id);

/** n8n reads the key anew and sends again when it is told 401; not where it hears no error, or cannot send twice. */
function whyNot({ parameters }: Node): string | null {
	const { data: { response, ignoreResponseCode } = {} } = quiet.safeParse(parameters['options']);
	if (isOn(response?.response.neverError) || isOn(ignoreResponseCode)) return 'Never Error is on';
	const form = body.safeParse(parameters['bodyParameters']);
	const files =
		isOn(parameters['sendBinaryData']) ||
		mayBe(parameters['contentType'], 'binaryData') ||
		(mayBe(parameters['contentType'], 'multipart-form-data') &&
			form.success &&
			form.data.parameters.some(({ parameterType }) => mayBe(parameterType, 'formBinaryData')));
	return files ? 'it sends a file, which is not sent twice' : null;
}

/** What an expression comes to is known only when it runs, so it counts for what would not heal. */
const isOn = (value: unknown): boolean => value !== undefined && value !== false;
const mayBe = (value: unknown, what: string): boolean =>
	value === what || (typeof value === 'string' && value.startsWith('='));

const plainText = (text: string): string => text.replace(/[\u0000-\u001f]+/g, ' ').slice(0, 100);

const sentence = (workflowName: string, active: boolean, nodeName: string, why: string): string =>
	`The node “${plainText(nodeName)}” of the n8n workflow “${plainText(workflowName)}”${active ? '' : ' (not active)'} may fail until the credential reads the vault anew: ${why}`;
