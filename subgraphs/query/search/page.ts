import type { estypes } from '@elastic/elasticsearch';
import { badUserInput } from '../errors.ts';
import type { Document } from '../indexer/projections/document.ts';
import { type Cursor, decodeCursor, encodeCursor, type SortValueKind } from './cursor.ts';

const DEFAULT_SIZE = 20;
/** The most entries of one page. */
const MAX_PAGE_SIZE = 100;

/** One key of a total order; the last one of a list is unique. */
export interface SortKey {
  readonly field: string;
  readonly order: 'asc' | 'desc';
  readonly kind: SortValueKind;
  /** What an entry without a value is sorted by: a number, since the engine's own are no numbers of JSON. */
  readonly missing?: number;
}

export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly asOf?: string | null;
}

/** Which part of a list to read. */
export interface Paging {
  /** Of listName. */
  readonly list: string;
  readonly keys: readonly SortKey[];
  readonly size: number;
  /** Towards the head of the list, from `before` or from its end. */
  readonly backwards: boolean;
  readonly cursor: Cursor | undefined;
}

/** The search for a page, and what its response is read with. */
export interface PageSearch {
  readonly paging: Paging;
  readonly request: estypes.SearchRequest;
}

/** Checks the arguments of a page. Throws BAD_USER_INPUT, which names the one at fault. */
export function readPaging(args: PageArgs, list: string, keys: readonly SortKey[]): Paging {
  const { first, after, last, before, asOf } = args;
  if (first != null && last != null) throw badUserInput('last', 'give first or last, not both');
  if (after != null && before != null) throw badUserInput('before', 'give after or before, not both');
  if (last != null && after != null) throw badUserInput('after', 'goes with first');
  if (first != null && before != null) throw badUserInput('before', 'goes with last');
  const [argument, text] = before == null ? (['after', after] as const) : (['before', before] as const);
  if (text != null && asOf != null)
    throw badUserInput(argument, 'cannot go with asOf: pages follow each other as of the first one');
  const kinds = keys.map(({ kind }) => kind);
  return {
    ...{ list, keys },
    size: readCount(last == null ? 'first' : 'last', last ?? first, DEFAULT_SIZE, 0, MAX_PAGE_SIZE),
    backwards: last != null || before != null,
    cursor: text == null ? undefined : decodeCursor(argument, list, kinds, text),
  };
}

/** Checks a number of things. Throws BAD_USER_INPUT. */
export function readCount(
  argument: string,
  value: number | null | undefined,
  otherwise: number,
  least: number,
  most: number,
): number {
  const count = value ?? otherwise;
  if (count < least || count > most) throw badUserInput(argument, `must be ${least} to ${most}`);
  return count;
}

/** The part of a search request that pages: one entry more than asked for, to see whether more follows. */
export function pageRequest({ keys, size, backwards, cursor }: Paging): estypes.SearchRequest {
  return {
    sort: keys.map((key) => sortOf(key, backwards)),
    size: size + 1,
    ...(cursor && { search_after: [...cursor.values] }),
    track_total_hits: true,
    allow_partial_search_results: false,
  };
}

function sortOf({ field, order, missing }: SortKey, backwards: boolean): estypes.SortCombinations {
  const direction = (order === 'asc') === backwards ? 'desc' : 'asc';
  return { [field]: { order: direction, ...(missing !== undefined && { missing }) } };
}

/** A page of documents, before they are turned into what the API shows. */
export interface DocumentPage {
  readonly edges: readonly { readonly cursor: string; readonly document: Document }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: number;
}

/** Reads the response to pageRequest of the same paging; `relaxed` as in Cursor. */
export function readPage(
  { list, keys, size, backwards, cursor }: Paging,
  { hits: { hits, total }, pit_id: snapshot }: estypes.SearchResponse<Document>,
  relaxed = false,
): DocumentPage {
  const edges = hits.slice(0, size).map((hit) => {
    const values = (hit.sort ?? []).slice(0, keys.length) as (number | string)[];
    return { cursor: encodeCursor(list, { values, relaxed, snapshot }), document: hit._source ?? {} };
  });
  const more = hits.length > size;
  const [hasNextPage, hasPreviousPage] = backwards
    ? [cursor !== undefined, more]
    : [more, cursor !== undefined];
  return {
    edges: backwards ? edges.reverse() : edges,
    ...{ hasNextPage, hasPreviousPage, totalCount: totalOf(total) },
  };
}

export const totalOf = (total: estypes.SearchTotalHits | number | undefined): number =>
  typeof total === 'number' ? total : (total?.value ?? 0);
