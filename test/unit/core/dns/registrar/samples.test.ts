import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Looked } from '../../../../../core/dns/finding';
import { openBootstrap } from '../../../../../core/dns/registrar/bootstrap';
import { lookRegistration } from '../../../../../core/dns/registrar/lookup';
import type { Registration } from '../../../../../core/dns/registrar/registration';
import { IANA, REGISTRY, iana } from '../../../../fakes/dns/rdap';
import { fakeHost } from '../../../../fakes/host';
import { sharedData } from '../../../../fakes/shared-data';

const FORM = 'the answer has not the expected form';
const JSON_ONLY = 'the answer is not JSON';

/** What becomes of the whole file as a registry's answer: what is read of it, in brief, or why it is refused. */
const whole: Readonly<Record<string, string>> = {
	'domain/private_ipv4_nameserver_bug.json': '2 statuses, to 2024-01-01, 2 servers, unknown, -',
	'domain/valid.json': 'Example Inc., 6 statuses, to 2028-09-14, 4 servers, 1 DS, -',
	'domain/valid_registrant.json': '6 statuses, to 2028-09-14, 4 servers, 1 DS, registrant N',
	'profile/rdapConformance/valid-email.json':
		'Example Registrar Inc., 5 statuses, to 2027-12-16, 2 servers, unsigned, registrant E',
	'profile/rdap_response/domain/entities/hhgames_com_response.json':
		'Sea Wasp, LLC, 3 statuses, to 2026-07-04, 4 servers, unsigned, -',
	'profile/rdap_response/domain/entities/missing_handle_no_redacted_remark.json':
		'0 statuses, 0 servers, unknown, registrant NETS',
	'profile/rdap_response/domain/entities/nomeo_multi_entity_response.json':
		'Nomeo BV, 1 statuses, to 2026-10-10, 1 servers, unknown, -',
	'profile/rdap_response/technical/technical_voice_array_type.json':
		'0 statuses, 0 servers, unknown, technical NETS, registrant N',
	'profile/response_validations/vcard/valid_tech_email.json':
		'4 statuses, to 2021-06-03, 2 servers, unsigned, -',
	'profile/response_validations/vcard/valid_tech_email_redaction.json':
		'4 statuses, to 2021-06-03, 2 servers, unsigned, -',
	'profile/response_validations/vcard/valid_tech_name.json':
		'4 statuses, to 2021-06-03, 2 servers, unsigned, -',
};

/** The other files are parts of answers: what is read of each where it stands in a registration. */
const parts: Readonly<Record<string, string>> = {
	'asEventActor/valid.json': '0 statuses, 0 servers, unknown, -',
	'autnum/valid.json': 'MarkMonitor Inc., 1 statuses, 0 servers, unknown, -',
	'dsData/valid.json': '0 statuses, 0 servers, 1 DS, -',
	'entity/invalid-roles.json': '0 statuses, 0 servers, unknown, -',
	'entity/invalid-vcard.json': '0 statuses, 0 servers, unknown, -',
	'entity/valid.json': '0 statuses, 0 servers, unknown, -',
	'error/valid.json': '0 statuses, 0 servers, unknown, -',
	'events/valid.json': '0 statuses, 0 servers, unknown, -',
	'help/valid.json': '0 statuses, 0 servers, unknown, -',
	'invalid_handle.json': '0 statuses, 0 servers, unknown, -',
	'ipAddress/valid.json': '0 statuses, 0 servers, unknown, -',
	'ipNetwork/valid.json': '1 statuses, 0 servers, unknown, -',
	'ipv4/valid.json': '0 statuses, 0 servers, unknown, -',
	'ipv6/valid.json': '0 statuses, 0 servers, unknown, -',
	'keyData/valid.json': '0 statuses, 0 servers, unsigned, -',
	'lang/valid.json': '0 statuses, 0 servers, unknown, -',
	'links/invalid_missing_rel_and_value.json': '0 statuses, 0 servers, unknown, -',
	'links/valid.json': '0 statuses, 0 servers, unknown, -',
	'nameserver/valid.json': 'Example Inc., 1 statuses, 0 servers, unknown, -',
	'nameservers/valid.json': '0 statuses, 0 servers, unknown, -',
	'notices/valid.json': '0 statuses, 0 servers, unknown, -',
	'port43/valid.json': '0 statuses, 0 servers, unknown, -',
	'profile/rdapConformance/valid.json': '0 statuses, 0 servers, unknown, -',
	'profile/rdap_response/domain/entities/vcard/valid.json': '0 statuses, 0 servers, unknown, registrant NETS',
	'profile/response_validations/entity/icann_org_registrant_id_real_world.json':
		'0 statuses, 0 servers, unknown, -',
	'profile/response_validations/entity/valid.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS, administrative NETS',
	'profile/response_validations/general/entity_query_test.json':
		'Test Entity, 0 statuses, 0 servers, unknown, -',
	'profile/response_validations/general/valid_cc.json': '0 statuses, 0 servers, unknown, registrant NS',
	'profile/response_validations/handle/icann_org_domain_id_real_world.json':
		'0 statuses, 0 servers, unknown, -',
	'profile/response_validations/handle/valid.json': '0 statuses, 0 servers, unknown, -',
	'profile/response_validations/handle/validation_2_2_1_scenarios.json': '0 statuses, 0 servers, unknown, -',
	'profile/response_validations/notices/valid.json': '0 statuses, 0 servers, unknown, -',
	'profile/response_validations/notices_2_Dot_10/valid.json': '0 statuses, 0 servers, unknown, -',
	'profile/response_validations/vcard/icann_org_city_real_world.json':
		'0 statuses, 0 servers, unknown, registrant N',
	'profile/response_validations/vcard/icann_org_phone_real_world.json': '0 statuses, 0 servers, unknown, -',
	'profile/response_validations/vcard/icann_org_postal_code_real_world.json':
		'0 statuses, 0 servers, unknown, registrant N',
	'profile/response_validations/vcard/icann_org_real_world.json': '0 statuses, 0 servers, unknown, -',
	'profile/response_validations/vcard/icann_org_street_real_world.json': '0 statuses, 0 servers, unknown, -',
	'profile/response_validations/vcard/malformed_missing_name.json':
		'0 statuses, 0 servers, unknown, technical NE',
	'profile/response_validations/vcard/malformed_missing_type.json':
		'0 statuses, 0 servers, unknown, technical NE',
	'profile/response_validations/vcard/malformed_name_string.json':
		'0 statuses, 0 servers, unknown, technical NE',
	'profile/response_validations/vcard/malformed_redacted_test.json':
		'0 statuses, 0 servers, unknown, registrant NES, technical NE',
	'profile/response_validations/vcard/notValid.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS, administrative NETS',
	'profile/response_validations/vcard/valid.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS, administrative NETS',
	'profile/response_validations/vcard/valid_address_city.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/response_validations/vcard/valid_address_postal_code.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/response_validations/vcard/valid_contact_email.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/response_validations/vcard/valid_email.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/response_validations/vcard/valid_fax.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/response_validations/vcard/valid_fax_ext.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/response_validations/vcard/valid_fn.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/response_validations/vcard/valid_org.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/response_validations/vcard/valid_org_multi_role.json':
		'Example Registrar Inc., 0 statuses, 0 servers, unknown, registrant NETS',
	'profile/response_validations/vcard/valid_phone_ext.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/response_validations/vcard/valid_street.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS, administrative NETS',
	'profile/response_validations/vcard/valid_tel_voice.json':
		'0 statuses, 0 servers, unknown, registrant NETS, technical NETS',
	'profile/tig_section/entities/valid.json': '0 statuses, 0 servers, unknown, -',
	'profile/tig_section/links/valid.json': '0 statuses, 0 servers, unknown, -',
	'profile/tig_section/notices/valid.json': '0 statuses, 0 servers, unknown, -',
	'publicIds/valid.json': '0 statuses, 0 servers, unknown, -',
	'rdapConformance/valid.json': '0 statuses, 0 servers, unknown, -',
	'relation/valid.json': '0 statuses, 0 servers, unknown, -',
	'roles/valid.json': '0 statuses, 0 servers, unknown, -',
	'status/invalid_duplicate_status.json': '6 statuses, 0 servers, unknown, -',
	'status/valid.json': '6 statuses, 0 servers, unknown, -',
	'variantName/valid.json': '0 statuses, 0 servers, unknown, -',
	'variantNames/valid.json': '0 statuses, 0 servers, unknown, -',
	'variants/valid.json': '0 statuses, 0 servers, unknown, -',
	'vcardArray/contactUriValid.json': '0 statuses, 0 servers, unknown, -',
	'vcardArray/fnMissing.json': '0 statuses, 0 servers, unknown, -',
	'vcardArray/trivialArray.json': '0 statuses, 0 servers, unknown, -',
	'vcardArray/wrongCategory.json': '0 statuses, 0 servers, unknown, registrant T',
	'webUri/valid.json': '0 statuses, 0 servers, unknown, -',
	'wrong_objectClassName.json': '0 statuses, 0 servers, unknown, -',
};

const folder = sharedData('rdap');
const given = folder === null ? describe.skip : describe;
if (folder === null) process.stdout.write('skipped: ../shared/data/rdap is not there\n');
const files =
	folder === null
		? []
		: readdirSync(folder, { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.json'))
				.sort();

given('every answer of the conformance samples is read or refused with a sentence', () => {
	it('there are as many as expected', () => expect(files).toHaveLength(86));

	it.each(files)('%s', async (file) => {
		const body = readFileSync(join(folder ?? '', file), 'utf8');
		const named = /"ldhName"\s*:\s*"([a-z0-9-]+\.(?:com|net))"/i.exec(body)?.[1]?.toLowerCase();
		const name = named ?? 'example.com';
		expect(brief(await looked(name, body))).toBe(
			whole[file] ?? (file === 'help/invalid.json' ? JSON_ONLY : FORM),
		);
		if (file in whole || file === 'help/invalid.json') return;
		expect(brief(await looked('example.com', within(JSON.parse(body))))).toBe(parts[file]);
	});
});

/** The file's content where it would stand in a registration, if it is a part of one. */
const within = (part: unknown): string =>
	JSON.stringify({
		entities: [{ roles: ['registrant'], ...(Array.isArray(part) ? { vcardArray: part } : (part as object)) }],
		...(Array.isArray(part) ? {} : { ...(part as object), secureDNS: part }),
		objectClassName: 'domain',
		ldhName: 'example.com',
	});

const looked = (name: string, body: string) => {
	const answer = () => ({ status: 200, headers: {}, body });
	const host = fakeHost({ services: { [IANA]: iana, [REGISTRY]: answer } });
	return lookRegistration(`${name}.`, host, openBootstrap(host));
};

function brief(answer: Looked<Registration | null>): string {
	if ('notSeen' in answer) return answer.notSeen.replace('Registry at rdap.registry.example: ', '');
	if (answer.seen === null) return 'not registered';
	const { registrar, statuses, expires, nameServers, secureDns, contacts } = answer.seen;
	return [
		...(registrar === null ? [] : [registrar]),
		`${statuses.length} statuses`,
		...(expires === null ? [] : [`to ${new Date(expires).toISOString().slice(0, 10)}`]),
		`${nameServers.length} servers`,
		secureDns === null
			? 'unknown'
			: secureDns.ds.length > 0
				? `${secureDns.ds.length} DS`
				: secureDns.signed
					? 'signed'
					: 'unsigned',
		open(contacts.visible),
	].join(', ');
}

/** `registrant NETS`: name, e-mail address, telephone number and street address of the registrant are open. */
function open(visible: readonly string[]): string {
	const roles = [...new Set(visible.map((field) => field.split(':')[0]))];
	const initials = (role?: string) =>
		visible.filter((field) => field.startsWith(`${role}: `)).map((field) => field.split(': ')[1]?.charAt(0));
	return roles.map((role) => `${role} ${initials(role).join('').toUpperCase()}`).join(', ') || '-';
}
