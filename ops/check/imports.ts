import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Breaches of the import rules of .dependency-cruiser.js in the modules under a folder. */
export async function importViolations(folder: string = root): Promise<string[]> {
  const options = await extractDepcruiseOptions(`${root}.dependency-cruiser.js`);
  const { output } = await cruise(['.'], { ...options, baseDir: folder });
  const { modules, summary } = output as ICruiseResult;
  // A cruiser that cannot read TypeScript finds nothing wrong.
  if (!modules.some(({ source }) => source.endsWith('.ts'))) return ['no TypeScript module was read'];
  return summary.violations.map(
    ({ rule, from, to, cycle, comment }) =>
      `${rule.name}: ${from} -> ${cycle?.map(({ name }) => name).join(' -> ') ?? to}${comment ? ` (${comment})` : ''}`,
  );
}
