import { dev } from './dev';
import { jupyterhub } from './jupyterhub';
import { manual } from './manual';
import { openai } from './openai';

/** Every provider that Keyturn knows. Adding one: its file, its line here, its fake in test/fakes/providers. */
export const providers = { dev, jupyterhub, manual, openai } as const;
