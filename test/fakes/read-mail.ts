import { python } from './audit/python';

export interface Mail {
	readonly subject: string;
	readonly text: string;
	/** Base64 by file name. */
	readonly files: Readonly<Record<string, string>>;
}

const READER = `import base64,json,sys
from email import message_from_bytes, policy
def read(raw):
	mail = message_from_bytes(raw.encode('latin-1'), policy=policy.default)
	files = {part.get_filename(): base64.b64encode(part.get_content()).decode() if isinstance(part.get_content(), bytes)
		else base64.b64encode(part.get_content().encode()).decode() for part in mail.iter_attachments()}
	return {'subject': mail['subject'], 'text': mail.get_body(('plain',)).get_content().replace('\\r\\n', '\\n'), 'files': files}
print(json.dumps([read(raw) for raw in json.load(sys.stdin)]))`;

/** Mails as a mail server got them, as Python's mail package reads them. */
export const readMails = (raw: readonly string[]) => python(READER, raw) as readonly Mail[];
