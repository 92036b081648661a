/** The most that the variables of a request may hold: the largest bulk command has a third of it. */
export interface VariablesLimits {
  /** Objects, lists and scalars together. */
  readonly values: number;
  readonly depth: number;
}
export const VARIABLES_LIMITS: VariablesLimits = { values: 100_000, depth: 12 };

/** Whether there is more in it; looks no further than the limit, and never recurses. */
export function exceeds(variables: unknown, { values, depth }: VariablesLimits): boolean {
  let seen = 0;
  const open: [unknown, number][] = [[variables, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, level] = next;
    seen += 1;
    if (seen > values || level > depth) return true;
    if (typeof value !== 'object' || value === null) continue;
    const inner = Object.values(value);
    if (seen + inner.length > values) return true;
    for (const each of inner) open.push([each, level + 1]);
  }
  return false;
}
