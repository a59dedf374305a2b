/** Switches off whatever calls out, and binds everything to this machine alone. n8n makes its own encryption key. */
const QUIET = {
	N8N_HOST: '127.0.0.1',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	// Both ask n8n's own servers at the start.
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
	// n8n loads what its nodes need from the folder of installed packages.
	N8N_REINSTALL_MISSING_PACKAGES: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
} as const;

/** What every process of one n8n gets: the server, its workers and its commands. */
export const environment = (
	folder: string,
	bin: string,
	more: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
	...QUIET,
	PATH: `${bin}:${process.env['PATH'] ?? ''}`,
	HOME: folder,
	LANG: 'C.UTF-8',
	// The same day in n8n's messages as on the clock of whoever reads them.
	GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
	N8N_USER_FOLDER: folder,
	...more,
});
