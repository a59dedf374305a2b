import type { providers } from '../../../core/providers';
import { fakeDev } from './dev';
import type { OpenFake } from './fake';
import { fakeJupyterhub } from './jupyterhub';
import { fakeManual } from './manual';
import { fakeOpenai } from './openai';

/** Every provider's fake. A provider without one does not compile. */
export const fakes: { readonly [Id in keyof typeof providers]: OpenFake } = {
	dev: fakeDev,
	jupyterhub: fakeJupyterhub,
	manual: fakeManual,
	openai: fakeOpenai,
};
