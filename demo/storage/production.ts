/** Throws where NODE_ENV says production: these servers are for development only. */
export function refuseProduction(name: string): void {
	if (process.env['NODE_ENV'] === 'production') {
		throw new Error(`The ${name} is for development only and does not start with NODE_ENV=production.`);
	}
}
