import { fileURLToPath } from 'node:url';
import { runSteps } from '../check/steps.ts';
import { summary } from './tally.ts';
import { runTests } from './vitest.ts';

// npm test: the steps of the check, each counted as a test, while the engines start, and every test on that one start.

const testing = runTests(fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, ''));
const { steps } = await import('../check.ts');
const [check, tests] = await Promise.all([runSteps(steps, console.log), testing]);
for (const complaint of tests.complaints) console.log(complaint);
const total = {
  passed: check.passed + tests.passed,
  failed: check.failed + tests.failed,
  skipped: tests.skipped,
};
console.log(summary(total));
process.exitCode = total.failed === 0 ? 0 : 1;
