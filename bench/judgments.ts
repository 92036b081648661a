import { readFileSync } from 'node:fs';

/** Grades by SKU, 0 (irrelevant) to 3 (exact), for each query. */
export type Judgments = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Reads lines of `query,sku,grade` below a header. Throws at a line that is none. */
export function parseJudgments(csv: string): Judgments {
  const judgments = new Map<string, Map<string, number>>();
  for (const line of csv.trim().split(/\r?\n/).slice(1)) {
    const match = /^(.*),([^,]*),([0-3])$/.exec(line);
    if (match === null) throw new Error(`not a judgment: ${line}`);
    const [, query = '', sku = '', grade] = match;
    const grades = judgments.get(query) ?? new Map<string, number>();
    judgments.set(query, grades.set(sku, Number(grade)));
  }
  return judgments;
}

export const readJudgments = (file: string): Judgments => parseJudgments(readFileSync(file, 'utf8'));

/**
 * How good a ranking is, 0 to 1: gain 2^grade - 1, discounted by the logarithm of the rank, beside the best possible
 * ranking. What nobody judged counts as irrelevant. Undefined when nothing is relevant.
 */
export function ndcgAt10(
  ranking: readonly string[],
  grades: ReadonlyMap<string, number>,
): number | undefined {
  const ideal = dcg([...grades.values()].toSorted((a, b) => b - a));
  return ideal === 0 ? undefined : dcg(ranking.map((sku) => grades.get(sku) ?? 0)) / ideal;
}

const dcg = (grades: readonly number[]): number =>
  grades.slice(0, 10).reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
