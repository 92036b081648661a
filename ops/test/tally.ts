/** What the tally reads of the report of vitest's reporter `json`. */
export interface Report {
  readonly testResults: readonly {
    /** The absolute path of the test file. */
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Failures that are no failed test, each of which counts as one. */
  readonly complaints: readonly string[];
}

/**
 * Counts the tests of a run of vitest. What should have run and did not is a failure: a test file in the tree that is
 * not in the report, a file without a test, a test that never ended, a run that did not end well.
 *
 * @param report undefined: vitest wrote none.
 * @param files the absolute paths of the test files in the tree.
 * @param status how vitest ended: its exit code or the signal.
 */
export function tally(report: Report | undefined, files: readonly string[], status: string): Tally {
  if (report === undefined) {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      complaints: [`vitest ended with ${status} and without a report`],
    };
  }
  const results = report.testResults;
  const tests = results.flatMap(({ assertionResults }) => assertionResults);
  const count = (...statuses: string[]) => tests.filter((test) => statuses.includes(test.status)).length;
  const passed = count('passed');
  const skipped = count('skipped', 'todo');
  const complaints = [
    ...results.flatMap(brokenFile),
    ...missingFrom(results, files).map((path) => `not run: ${path}`),
  ];
  const failed = tests.length - passed - skipped + complaints.length;
  if (failed === 0 && status !== '0') {
    return { passed, skipped, failed: 1, complaints: [`vitest ended with ${status}`] };
  }
  return { passed, skipped, failed, complaints };
}

function brokenFile({ name, status, assertionResults }: Report['testResults'][number]): string[] {
  if (assertionResults.length === 0) return [`no test ran: ${name}`];
  const failedTests = assertionResults.some((test) => test.status === 'failed');
  return status === 'passed' || failedTests ? [] : [`failed outside its tests: ${name}`];
}

function missingFrom(results: Report['testResults'], files: readonly string[]): string[] {
  const run = new Set(results.map(({ name }) => name));
  return files.filter((path) => !run.has(path));
}

/** The last line of a test run. */
export const summary = ({ passed, failed, skipped }: Omit<Tally, 'complaints'>): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
