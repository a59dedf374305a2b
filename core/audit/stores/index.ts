import { azureBlob } from './azure-blob';
import { googleCloudStorage } from './google-cloud-storage';
import { inVault } from './in-vault';
import { s3 } from './s3';

/** Every place that the audit log can lie at. Adding one: its file, its line here, its fake in test/fakes/log-stores. */
export const logStores = {
	'in-vault': inVault,
	s3,
	'google-cloud-storage': googleCloudStorage,
	'azure-blob': azureBlob,
} as const;
