import type { logStores } from '../../../core/audit/stores';
import { fakeAzureBlob } from './azure-blob';
import type { OpenFakeStore } from './fake';
import { fakeGoogleCloudStorage } from './google-cloud-storage';
import { fakeS3 } from './s3';

/** The vault is handed over as such and needs no server. */
const fakeInVault: OpenFakeStore = () => ({ services: {}, settings: {}, admin: null, secrets: [] });

/** The fake of each log store. A store without one does not compile. */
export const fakeLogStores: { readonly [Id in keyof typeof logStores]: OpenFakeStore } = {
	'in-vault': fakeInVault,
	s3: fakeS3,
	'google-cloud-storage': fakeGoogleCloudStorage,
	'azure-blob': fakeAzureBlob,
};
