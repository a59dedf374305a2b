/** The Zaps that this repository offers: one source for the pages, the links and the exports. */

/** Stands for the person's own app, whose number only Zapier knows. */
export const OWN_APP = 'KEYTURN_APP';

interface Base {
	/** What the step is for, in the recipe's own words. */
	readonly why: string;
}

export interface AppStep extends Base {
	readonly app: keyof typeof apps;
	readonly type: 'read' | 'search' | 'write';
	/** The app's own key for it. */
	readonly action: string;
	/** By the keys of its fields. `{{2__status}}` is what step 2 gave as status; `<…>` is for the person to fill in. */
	readonly params: Readonly<Record<string, string>>;
}

/** Goes on when one of these holds. */
export interface FilterStep extends Base {
	readonly app: 'filter';
	readonly type: 'filter';
	readonly any: ReadonlyArray<{ readonly value: string; readonly is: string }>;
}

export type Step = AppStep | FilterStep;

export interface Zap {
	readonly title: string;
	readonly why: string;
	readonly steps: readonly Step[];
}

export interface Recipe {
	readonly id: string;
	readonly title: string;
	readonly text: string;
	readonly zaps: readonly Zap[];
	/** What a person should know beside the steps. */
	readonly notes: readonly string[];
}

/** The apps in the recipes, with the names that Zapier shows. Their fields are not ours: they were seen in other people's exports. */
export const apps = {
	keyturn: { api: OWN_APP, title: 'Keyturn', actions: {}, fields: {} },
	schedule: {
		api: 'ScheduleCLIAPI@1.7.0',
		title: 'Schedule by Zapier',
		actions: { everyDay: 'Every Day', everyWeek: 'Every Week', everyMonth: 'Every Month' },
		fields: {
			hod: 'Time of Day',
			weekends: 'Trigger on Weekends',
			dow: 'Day of the Week',
			dom: 'Day of the Month',
		},
	},
	slack: {
		api: 'SlackCLIAPI@latest',
		title: 'Slack, or any other app that sends a message',
		actions: { channel_message: 'Send Channel Message' },
		fields: { channel: 'Channel', text: 'Message Text' },
	},
	gmail: {
		api: 'GoogleMailV2CLIAPI@latest',
		title: 'Gmail, or any other app that sends mail',
		actions: { message: 'Send Email' },
		fields: { to: 'To', subject: 'Subject', body: 'Body', file: 'Attachments' },
	},
} as const;

const findKey: AppStep = {
	app: 'keyturn',
	type: 'search',
	action: 'find_key',
	params: { key: '<choose your key>' },
	why: 'Looks how the key stands. Choose the key from the list.',
};

export const recipes: readonly Recipe[] = [
	{
		id: 'rotate-due-keys-every-night',
		title: 'Rotate due keys every night',
		text: 'Begins the rotation of a key when it is due, and each night moves it on until the old key is proved dead.',
		zaps: [
			{
				title: 'Rotate a key every night',
				why: 'One such Zap for each key. Copy it and choose another key.',
				steps: [
					{
						app: 'schedule',
						type: 'read',
						action: 'everyDay',
						params: { hod: '2:00 AM', weekends: 'yes' },
						why: 'Starts the Zap each night, at the weekend too: a rotation does not wait until Monday.',
					},
					findKey,
					{
						app: 'filter',
						type: 'filter',
						any: ['due', 'rotating', 'waiting', 'needs you', 'never issued'].map((is) => ({
							value: '{{2__status}}',
							is,
						})),
						why: 'Ends the run here when there is nothing to do. Without this step a key would be replaced each night.',
					},
					{
						app: 'keyturn',
						type: 'write',
						action: 'rotate_key',
						params: { key: '{{2__key}}' },
						why: 'Begins the rotation, or moves it on as far as it can go now.',
					},
				],
			},
			{
				title: 'Say when a rotation needs a person',
				why: 'One such Zap for all keys.',
				steps: [
					{
						app: 'keyturn',
						type: 'read',
						action: 'rotation_needs_attention',
						params: {},
						why: 'Zapier asks every few minutes; what was told once is not told again.',
					},
					{
						app: 'slack',
						type: 'write',
						action: 'channel_message',
						params: { channel: '<choose your channel>', text: '{{1__key}}: {{1__sentence}} {{1__next}}' },
						why: 'One sentence with what is the matter, and one with the next click.',
					},
				],
			},
		],
		notes: [
			'A rotation takes several nights: it begins in the first, the old key works on for the grace, and the nights after revoke it, prove that it is dead, and look at the provider’s list once more. With the usual grace of 24 hours that is four or five nights. *Every Hour* instead of *Every Day* ends it within two hours of the grace’s end, and uses 24 searches a day.',
			'A night that fails, because the vault is sealed or the provider is down, loses nothing: the next one goes on.',
			'The trigger *Key Due* tells of a key once, and not of one that was due before the Zap was published. It is good for messages; this recipe does not rest on it.',
			'While the Zap is off nothing moves on, and Keyturn cannot tell: look into its history once in a while.',
		],
	},
	{
		id: 'monthly-credential-review-reminder',
		title: 'Monthly credential review reminder',
		text: 'Once a month, one message about each key: whose it is, how old, when it is due, and the next click. It changes nothing.',
		zaps: [
			{
				title: 'Review a key every month',
				why: 'One such Zap for each key, or one Zap with a Find Key and a message for each.',
				steps: [
					{
						app: 'schedule',
						type: 'read',
						action: 'everyMonth',
						params: { dom: '1', hod: '9:00 AM' },
						why: 'Starts the Zap on the first of the month.',
					},
					findKey,
					{
						app: 'slack',
						type: 'write',
						action: 'channel_message',
						params: {
							channel: '<choose your channel>',
							text: 'Review of {{2__key}} (app {{2__app}}, owner {{2__owner}}): {{2__sentence}} In use for {{2__ageDays}} days, due {{2__dueAt}}, earlier keys not proved dead: {{2__notProvedDead}}. Is the owner still here, and is the app still in use? {{2__next}}',
						},
						why: 'Asks the two questions that no program can answer.',
					},
				],
			},
		],
		notes: [
			'An answer that is no means: register another owner in n8n, or revoke the key at its provider and delete its entry in the vault.',
			'The name of Zapier’s monthly schedule in the export and in the link was not seen in anybody’s export: if the link opens another trigger, choose *Every Month* by hand.',
		],
	},
	{
		id: 'check-my-domain',
		title: 'Check my domain',
		text: 'Once a week, looks at a domain from outside, and writes one message when something is wrong with it or could not be looked at. It changes nothing.',
		zaps: [
			{
				title: 'Check a domain every week',
				why: 'One such Zap for each domain. Copy it and type another domain.',
				steps: [
					{
						app: 'schedule',
						type: 'read',
						action: 'everyWeek',
						params: { dow: 'Monday', hod: '9:00 AM' },
						why: 'Starts the Zap on Monday morning.',
					},
					{
						app: 'keyturn',
						type: 'write',
						action: 'check_domain',
						params: { domain: '<type your domain>' },
						why: 'Looks at signatures, name servers, mail, certificates and registrar. It needs nothing of the vault.',
					},
					{
						app: 'filter',
						type: 'filter',
						any: ['red', 'yellow'].map((is) => ({ value: '{{2__light}}', is })),
						why: 'Ends the run here when the light is green.',
					},
					{
						app: 'slack',
						type: 'write',
						action: 'channel_message',
						params: { channel: '<choose your channel>', text: '{{2__sentence}} {{2__next}}' },
						why: 'One sentence with what is the matter, and one with what to do first, ready to be sent to whoever can do it.',
					},
				],
			},
		],
		notes: [
			'A red light needs somebody now. A yellow one means that something could be safer, or that something could not be looked at: *Sentence* says which. To hear of red lights alone, leave out the row with `yellow`.',
			'The free search of certificate logs allows few questions an hour from one address, and Zapier’s are shared with others. When it says so, the certificates that were issued are *not checked* and the light is yellow.',
			'For a message with everything in it, or a ticket, use *2. Markdown Report*; for the body of a mail, *2. Web Page Report*. What the domain’s servers said can do nothing in either. *Findings* and *Not Checked* are lists of rows, with *Evidence* in the servers’ own words: do not build links or commands from it.',
			'The fields of Zapier’s weekly schedule were not seen in anybody’s export: if the link leaves them empty, fill them in by hand.',
		],
	},
	{
		id: 'monthly-audit-evidence',
		title: 'Monthly audit evidence',
		text: 'Once a month, the whole audit log as one file that proves itself, in a mail to somebody outside, with the checkpoint in its text. Whoever keeps the mails can tell later whether the log was changed, whoever changed it.',
		zaps: [
			{
				title: 'Send the audit log every month',
				why: 'One such Zap for each vault.',
				steps: [
					{
						app: 'schedule',
						type: 'read',
						action: 'everyMonth',
						params: { dom: '1', hod: '9:00 AM' },
						why: 'Starts the Zap on the first of the month.',
					},
					{
						app: 'keyturn',
						type: 'write',
						action: 'export_audit_entries',
						params: { format: 'bundle' },
						why: 'Brings what waits into the log, and writes the log into a file. That it did so stands in the log as well.',
					},
					{
						app: 'gmail',
						type: 'write',
						action: 'message',
						params: {
							to: '<somebody who does not run Keyturn: an auditor, another team>',
							subject: 'Audit evidence: {{2__size}} entries',
							body: '{{2__sentence}} SHA-256 of the file: {{2__fileHash}} Public key of the log: {{2__publicKey}} Checkpoint, please keep it: {{2__checkpoint}}',
							file: '{{2__file}}',
						},
						why: 'Puts file and checkpoint where nobody who runs Keyturn can change them.',
					},
				],
			},
		],
		notes: [
			'To check a file: *Verify Audit Export* with the file, the public key as you pinned it in the first month, and the texts of all mails since. It is green only when all of them agree. The file can be checked without Keyturn as well: the README.txt in it says how.',
			'A mail is worth as much as its keeper: who can delete it from the mailbox can take the evidence away.',
			'The file’s address is Zapier’s, and whoever has it can read the file. It holds names of keys, people and domains, and no secrets.',
			'For a file in a folder, put *Google Drive: Upload File* or the like after step 2 with *2. File*. Send the checkpoint to somebody all the same.',
			'With *CSV for a Spreadsheet* or *JSON Lines* for the format, and *From* and *To*, the mail holds what people or programs read; neither proves itself.',
			'A log that is larger than 20 MB as a file, or cannot be read in 25 seconds, is exported with n8n; the run says so.',
			'The fields of Gmail’s step and the name of Zapier’s monthly schedule were not tried here: if the link or the export leaves something empty, fill it in by hand.',
		],
	},
];
