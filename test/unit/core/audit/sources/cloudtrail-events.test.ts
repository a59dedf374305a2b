import { cloudtrailEvent } from '../../../../../core/audit/sources/cloudtrail-events';

/** An entry of the event history with this record in it. */
const told = (name: string, record: unknown, service = 'iam') =>
	cloudtrailEvent({
		EventId: 'e1',
		EventName: name,
		EventSource: `${service}.amazonaws.com`,
		EventTime: 1_900_000_000,
		CloudTrailEvent: typeof record === 'string' ? record : JSON.stringify(record),
	});

it.each(['', 'no JSON', '[]', 'null', '7'])('a record that cannot be read (%j) costs no event', (record) => {
	expect(told('DeleteAccessKey', record)).toMatchObject({
		id: 'e1',
		time: 1_900_000_000_000,
		action: 'key deleted',
		operation: 'DeleteAccessKey',
		actor: 'not said',
		target: '',
		outcome: 'done',
	});
});

it.each([
	['Inactive', 'key disabled'],
	['Active', 'key enabled'],
	['constructor', 'key changed'],
	[undefined, 'key changed'],
])('a key whose status becomes %s: %s', (status, action) => {
	const record = { requestParameters: { accessKeyId: 'AKIA1', userName: 'ann', status } };
	expect(told('UpdateAccessKey', record)).toMatchObject({ action, target: 'AKIA1', within: 'ann' });
});

it.each([
	['AccessDenied', 'refused'],
	['Client.UnauthorizedOperation', 'refused'],
	['NoSuchEntityException', 'failed'],
	[undefined, 'done'],
])('an error code %s: %s', (errorCode, outcome) => {
	expect(told('DeleteAccessKey', { errorCode }).outcome).toBe(outcome);
});

it.each([
	['ConsoleLogin', 'Failure', 'refused'],
	['ConsoleLogin', 'Success', 'done'],
	['CreateAccessKey', 'Failure', 'done'],
])('%s that says %s: %s', (name, ConsoleLogin, outcome) => {
	expect(told(name, { responseElements: { ConsoleLogin } }, 'signin').outcome).toBe(outcome);
});

it('what is named by an empty text is named by the next that says something', () => {
	const record = { requestParameters: { accessKeyId: '', userName: 'ann' } };
	expect(told('DeleteAccessKey', record).target).toBe('ann');
});

it('a change of a zone belongs to the name that is changed', () => {
	const changes = [{ resourceRecordSet: { name: 'www.example.org.' } }];
	const record = { requestParameters: { hostedZoneId: 'Z1', changeBatch: { changes } } };
	expect(told('ChangeResourceRecordSets', record, 'route53')).toMatchObject({
		action: 'dns changed',
		target: 'Z1',
		within: 'www.example.org.',
	});
});

it('what stands in no table is another thing, and no member of an object', () => {
	for (const [name, service] of [
		['constructor', 'iam'],
		['GetUser', 'iam'],
		['CreateAccessKey', '__proto__'],
	] as const)
		expect(told(name, {}, service).action).toBe('other');
});
