/** Puts a person's own app into the recipes: `npm run zapier:recipes -- <app number>`, or the number that `register` noted. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { version } from '../../zapier-app/package.json';
import { APP, ROOT } from './cli';
import { exportOf } from './recipe-export';
import { recipePage } from './recipe-page';
import { OWN_APP, recipes } from './recipes';

const NOTE = join(APP, '.zapierapprc');
const FOLDER = join(ROOT, '.keyturn/zapier-recipes');

function main(): void {
	const id = process.argv[2] ?? noted();
	if (id === undefined || !/^\d+$/.test(id)) {
		console.error(
			'recipes: say the number of your app: npm run zapier:recipes -- 123456. It stands in the address of its page on developer.zapier.com.',
		);
		process.exitCode = 1;
		return;
	}
	const own = `App${id}CLIAPI@${version}`;
	mkdirSync(FOLDER, { recursive: true });
	for (const recipe of recipes) {
		const texts = {
			md: recipePage(recipe),
			'unofficial.json': `${JSON.stringify(exportOf(recipe), null, '\t')}\n`,
		};
		for (const [end, text] of Object.entries(texts)) {
			const file = join(FOLDER, `${recipe.id}.${end}`);
			writeFileSync(file, text.replaceAll(OWN_APP, own));
			console.log(`recipes: ${relative(ROOT, file)}`);
		}
	}
}

/** The number that Zapier's command line wrote down when the app was registered. */
function noted(): string | undefined {
	if (!existsSync(NOTE)) return undefined;
	const { id } = JSON.parse(readFileSync(NOTE, 'utf8')) as { id?: number };
	return id === undefined ? undefined : String(id);
}

main();
