/** What the demo plays with: one micro-app, one key, and times that are seconds where days and minutes are usual. */
export const KEY = 'marketing-summariser.dev';
export const ADMIN = 'dev-provider';

export const GRACE_S = 10;
/** As a person types it: the form takes four digits. */
export const GRACE_HOURS = 0.0028;
export const CACHE_S = 2;
export const DELAY_S = 1;
export const WATCH_S = 2;

export const CALLS_PER_SECOND = 5;
/** So many calls must succeed after the old key is dead. */
export const CALLS_AFTER_DEATH = 100;
/** The longest that the run may take, from the start of the servers to the summary. */
export const RUN_LIMIT_S = 60;

/** Where things are in the vault. */
export const MOUNT = 'secret';
export const PREFIX = 'keyturn';
export const VALUE_PATH = `${PREFIX}/values/${KEY}`;
