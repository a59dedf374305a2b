// Adds up jest's JSON reports and the stages that failed, and prints the one closing line.
// Usage: tally.mjs <folder of reports> [failed stage…]. Ends with 1 when anything failed, with 2 when it could not tell.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const REPORTING = ['tests', 'servers', 'n8n'];

/** The numbers of one jest report. A file that could not even be loaded counts as a failed test. */
export function numbersOf(report) {
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

/**
 * `reports` by stage. A stage that failed though its report shows no failed test, and one that left no report,
 * count as one failure each.
 */
export function tally(reports, failedStages) {
	const sum = { passed: 0, failed: 0, skipped: 0 };
	for (const { passed, failed, skipped } of reports.values()) {
		sum.passed += passed;
		sum.failed += failed;
		sum.skipped += skipped;
	}
	const silent = REPORTING.filter((stage) => !reports.has(stage));
	for (const stage of new Set([...failedStages, ...silent])) if (!reports.get(stage)?.failed) sum.failed += 1;
	return sum;
}

if (process.argv[1] === import.meta.filename) {
	try {
		const [folder, ...failedStages] = process.argv.slice(2);
		const reports = new Map(
			readdirSync(folder)
				.filter((file) => file.endsWith('.json'))
				.map((file) => [
					basename(file, '.json'),
					numbersOf(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
				]),
		);
		const { passed, failed, skipped } = tally(reports, failedStages);
		if (failedStages.length > 0) console.log(`failed: ${failedStages.join(', ')}`);
		console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
		process.exit(failed > 0 ? 1 : 0);
	} catch (error) {
		console.error(`tally: ${error.message}`);
		process.exit(2);
	}
}
