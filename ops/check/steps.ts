import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { GraphQLError } from 'graphql';

/** One thing that the check looks at. */
export interface Step {
  readonly name: string;
  /** The command that mends it, where one does. */
  readonly mend?: string;
  /** Empty: all is well. */
  readonly problems: () => Promise<readonly string[]> | readonly string[];
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs all steps at once, and reports each as it ends. A step that throws has failed. */
export async function runSteps(steps: readonly Step[], report: (line: string) => void): Promise<Counts> {
  const outcomes = await Promise.all(
    steps.map(async (step) => {
      const start = performance.now();
      const problems = await problemsOf(step);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      report(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)`);
      for (const problem of problems) report(problem);
      if (problems.length > 0 && step.mend !== undefined) report(`Mend it with: ${step.mend}`);
      return problems.length === 0;
    }),
  );
  const passed = outcomes.filter(Boolean).length;
  return { passed, failed: outcomes.length - passed };
}

async function problemsOf(step: Step): Promise<readonly string[]> {
  try {
    return await step.problems();
  } catch (error) {
    // What is wrong with a text of GraphQL is told with its place there.
    if (error instanceof GraphQLError) return [String(error)];
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a tool of this package has to say when it does not end with 0. */
export async function runTool(name: string, ...args: readonly string[]): Promise<string[]> {
  const child = spawn(`${root}node_modules/.bin/${name}`, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(String(code ?? signal)));
  });
  const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return status === '0' ? [] : [`${out}${err}`.trim() || `${name} ended with ${status}`];
}
