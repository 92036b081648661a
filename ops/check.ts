import { readFileSync } from 'node:fs';
import { contractSteps } from './check/contract.ts';
import { importViolations } from './check/imports.ts';
import { type Step, runSteps, runTool } from './check/steps.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** Everything that must hold of the sources, without running them. `npm run check` runs it, and `npm test` first of all. */
export const steps: readonly Step[] = [
  { name: 'lint', problems: () => runTool('oxlint', '--type-aware', '--deny-warnings') },
  { name: 'format', mend: 'npm run format', problems: () => runTool('prettier', '--check', '.') },
  { name: 'types', problems: () => runTool('tsc', '--project', '.') },
  { name: 'import rules', problems: () => importViolations() },
  {
    name: 'generated types are fresh',
    mend: 'npm run codegen',
    problems: staleTypes,
  },
  ...contractSteps,
  { name: 'lock file names no registry', problems: () => registryAddresses(read('package-lock.json')) },
];

/** The tool names the stale files after a page of what it is doing. */
async function staleTypes(): Promise<string[]> {
  const problems = await runTool('graphql-codegen', '--check');
  return problems.map((output) => output.replaceAll(/^[❯✔].*\n/gm, ''));
}

/** npm installs from the registry it is set to only when the lock file does not name another. */
export function registryAddresses(lockFile: string): string[] {
  const lock = JSON.parse(lockFile) as { packages: Record<string, { resolved?: string }> };
  return Object.entries(lock.packages)
    .filter(([, { resolved }]) => resolved !== undefined)
    .map(
      ([path]) => `package-lock.json: ${path} has a "resolved" address; npm with this .npmrc leaves it out`,
    );
}

if (import.meta.main) {
  const { failed } = await runSteps(steps, console.log);
  process.exitCode = failed === 0 ? 0 : 1;
}
