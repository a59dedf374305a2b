import { z } from 'zod';
import { parsedJson } from '../../parsed-json';
import type { Action, AuditEvent } from '../events/event';
import { eventOf } from '../events/make';

const text = z.string().max(2_000);
/** What cannot be read is left out, so that an unusual member never costs the event. */
const maybe = text.optional().catch(undefined);

/** One entry of the answer to LookupEvents; the record itself is JSON in a text. */
export const entryShape = z.object({
	EventId: text,
	EventName: text,
	EventSource: text.optional(),
	EventTime: z.number(),
	Username: maybe,
	CloudTrailEvent: z.string().max(300_000),
});
type Entry = z.output<typeof entryShape>;

/** Members that name what something was done to, the most telling first. Only these are read: others may hold values. */
const naming = [
	'accessKeyId',
	'secretId',
	'SecretId',
	'keyId',
	'certificateArn',
	'hostedZoneId',
	'parameterName',
	'userName',
	'roleName',
	'trailName',
	'name',
] as const;
/** Where an operation does one thing or another, its status says which. */
const byStatus: Readonly<Record<string, Action>> = { Inactive: 'key disabled', Active: 'key enabled' };
const members = z.object(
	Object.fromEntries([...naming, 'status'].map((name) => [name, maybe])) as Record<
		(typeof naming)[number] | 'status',
		typeof maybe
	>,
);
const named = members.nullish().catch(null);
/** All records of one change are in one zone. */
const changeBatch = z
	.object({ changes: z.array(z.object({ resourceRecordSet: z.object({ name: maybe }) })) })
	.optional()
	.catch(undefined);
type Named = z.output<typeof named>;

const record = z.object({
	eventTime: maybe,
	userIdentity: z
		// `aRN` until February 2024, in some events.
		.object({ type: maybe, arn: maybe, aRN: maybe, principalId: maybe, userName: maybe, invokedBy: maybe })
		.optional()
		.catch(undefined),
	sourceIPAddress: maybe,
	errorCode: maybe,
	requestParameters: members.extend({ changeBatch }).nullish().catch(null),
	responseElements: z
		.object({ accessKey: named, ConsoleLogin: maybe, aRN: maybe, arn: maybe })
		.nullish()
		.catch(null),
	additionalEventData: named,
	resources: z
		.array(z.object({ ARN: maybe }))
		.max(100)
		.optional()
		.catch(undefined),
});
type Recorded = z.output<typeof record>;

interface Service {
	/** Whether its events are in one region only, us-east-1. */
	readonly global: boolean;
	/** What its operations do; what is not here, and changes nothing that matters, is `other`. */
	readonly does: Readonly<Record<string, Action>>;
}

/** The services that are looked at where nobody chose. Source: the CloudTrail pages of each service's user guide. */
export const services: Readonly<Record<string, Service>> = {
	secretsmanager: {
		global: false,
		does: {
			GetSecretValue: 'secret read',
			BatchGetSecretValue: 'secret read',
			ListSecrets: 'secret listed',
			DescribeSecret: 'secret listed',
			ListSecretVersionIds: 'secret listed',
			CreateSecret: 'secret written',
			PutSecretValue: 'secret written',
			UpdateSecret: 'secret written',
			UpdateSecretVersionStage: 'secret written',
			RestoreSecret: 'secret written',
			DeleteSecret: 'secret deleted',
			RotationFailed: 'rotation failed',
			RotationAbandoned: 'rotation failed',
			CancelRotateSecret: 'rotation failed',
		},
	},
	kms: {
		global: false,
		does: {
			CreateKey: 'key created',
			ImportKeyMaterial: 'key changed',
			PutKeyPolicy: 'key changed',
			CreateGrant: 'key changed',
			DisableKey: 'key disabled',
			EnableKey: 'key enabled',
			ScheduleKeyDeletion: 'key deleted',
			DeleteImportedKeyMaterial: 'key deleted',
		},
	},
	iam: {
		global: true,
		does: {
			CreateAccessKey: 'key created',
			CreateLoginProfile: 'key created',
			CreateServiceSpecificCredential: 'key created',
			UploadSSHPublicKey: 'key created',
			UploadSigningCertificate: 'key created',
			UpdateAccessKey: 'key changed',
			UpdateLoginProfile: 'key changed',
			ResetServiceSpecificCredential: 'key changed',
			DeleteAccessKey: 'key deleted',
			DeleteServiceSpecificCredential: 'key deleted',
			DeleteLoginProfile: 'key deleted',
		},
	},
	route53: {
		global: true,
		does: {
			ChangeResourceRecordSets: 'dns changed',
			CreateHostedZone: 'dns changed',
			DeleteHostedZone: 'dns changed',
			AssociateVPCWithHostedZone: 'dns changed',
			DisableHostedZoneDNSSEC: 'dns changed',
		},
	},
	acm: {
		global: false,
		does: {
			RequestCertificate: 'certificate changed',
			ImportCertificate: 'certificate changed',
			DeleteCertificate: 'certificate changed',
			RenewCertificate: 'certificate changed',
			ExportCertificate: 'secret exported',
		},
	},
	signin: { global: true, does: { ConsoleLogin: 'login' } },
	cloudtrail: {
		global: false,
		does: {
			StopLogging: 'audit changed',
			DeleteTrail: 'audit changed',
			UpdateTrail: 'audit changed',
			PutEventSelectors: 'audit changed',
			DeleteEventDataStore: 'audit changed',
		},
	},
	ssm: {
		global: false,
		does: {
			GetParameter: 'secret read',
			GetParameters: 'secret read',
			GetParametersByPath: 'secret read',
			PutParameter: 'secret written',
			DeleteParameter: 'secret deleted',
			DeleteParameters: 'secret deleted',
		},
	},
};

/** An entry of the event history in our shape. What of the record cannot be read is left out, never the event. */
export function cloudtrailEvent(entry: Entry): AuditEvent {
	const parsed = record.safeParse(parsedJson(entry.CloudTrailEvent));
	const told: Partial<Recorded> = parsed.success ? parsed.data : {};
	const service = (entry.EventSource ?? '').replace(/\.amazonaws\.com$/, '');
	const does = Object.hasOwn(services, service) ? services[service]?.does : undefined;
	const usual =
		does !== undefined && Object.hasOwn(does, entry.EventName) ? does[entry.EventName] : undefined;
	const user = told.requestParameters?.userName ?? told.responseElements?.accessKey?.userName;
	const within = user ?? told.requestParameters?.changeBatch?.changes[0]?.resourceRecordSet.name;
	const status = told.requestParameters?.status ?? '';
	const action = usual === 'key changed' && Object.hasOwn(byStatus, status) ? byStatus[status] : usual;
	return eventOf(entry.CloudTrailEvent, {
		id: entry.EventId,
		time: timeOf(told.eventTime) ?? entry.EventTime * 1_000,
		source: 'cloudtrail',
		action: action ?? 'other',
		operation: entry.EventName,
		actor: actorOf(told.userIdentity) ?? entry.Username ?? 'not said',
		target: targetOf(told),
		...(within === undefined ? {} : { within }),
		outcome: outcomeOf(told, entry.EventName),
		from: told.sourceIPAddress ?? '',
	});
}

function timeOf(text: string | undefined): number | null {
	const ms = Date.parse(text ?? '');
	return Number.isNaN(ms) ? null : ms;
}

function actorOf(who: Recorded['userIdentity']): string | undefined {
	if (who === undefined) return undefined;
	return who.arn ?? who.aRN ?? who.userName ?? who.principalId ?? who.invokedBy ?? who.type;
}

function targetOf({
	requestParameters,
	responseElements,
	additionalEventData,
	resources,
}: Partial<Recorded>): string {
	const made = nameIn(responseElements?.accessKey);
	const asked = nameIn(requestParameters) ?? nameIn(additionalEventData);
	return made ?? asked ?? responseElements?.arn ?? responseElements?.aRN ?? resources?.[0]?.ARN ?? '';
}

const nameIn = (from: Named | undefined): string | undefined =>
	naming.map((name) => from?.[name]).find((each) => each !== undefined && each !== '');

function outcomeOf({ errorCode, responseElements }: Partial<Recorded>, name: string): AuditEvent['outcome'] {
	if (name === 'ConsoleLogin' && responseElements?.ConsoleLogin === 'Failure') return 'refused';
	if (errorCode === undefined) return 'done';
	return /access ?denied|unauthori[sz]ed|failed authentication/i.test(errorCode) ? 'refused' : 'failed';
}
