import type { Looked } from '../finding';
import type { Registration } from './registration';

/** What the registry says of a domain. */
export interface RegistrarFacts {
	/** Where the registry answers, null when no server of its ending is known. */
	readonly server: Looked<string | null>;
	/** Null: the registry knows no such domain. */
	readonly registration: Looked<Registration | null>;
}
