import { excerpt } from '../excerpt';

/** A `name=value` list as DKIM and DMARC write it (RFC 6376, section 3.2). */
export interface TagList {
	/** In order; names as they stand, white space around both gone. */
	readonly tags: readonly Tag[];
	/** What is no tag, each a clause. */
	readonly problems: readonly string[];
}

export interface Tag {
	readonly name: string;
	readonly value: string;
}

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
/** More are not read: a record of honest length has a dozen. */
const MOST = 64;

export function parseTags(text: string): TagList {
	const tags: Tag[] = [];
	const problems: string[] = [];
	const parts = text.split(';', MOST + 1);
	if (parts.length > MOST) problems.push(`it has more than ${MOST} parts`);
	for (const [index, part] of parts.slice(0, MOST).entries()) {
		const trimmed = part.trim();
		if (trimmed === '') {
			if (index < parts.length - 1) problems.push('two semicolons have nothing between them');
			continue;
		}
		const equals = trimmed.indexOf('=');
		const name = trimmed.slice(0, Math.max(equals, 0)).trimEnd();
		if (!NAME.test(name)) problems.push(`${excerpt(trimmed)} is not written as name=value`);
		else if (tags.some((tag) => tag.name === name)) problems.push(`${name}= stands there twice`);
		else tags.push({ name, value: trimmed.slice(equals + 1).trimStart() });
	}
	return { tags, problems };
}
