import { createAsk, type Variables } from './demand.ts';
import type { Ledger } from './ledger.ts';
import type { Data, Line } from './line.ts';
import type { Random } from './random.ts';

type Fields = Record<string, unknown>;

/** What a client alone writes, as it knows it. */
export type Own = Fields & { readonly id: string };

/** A product as its client knows it. */
export interface Product extends Own {
  readonly sku: string;
  readonly name: string;
  status: 'DRAFT' | 'PUBLISHED' | 'UNPUBLISHED' | 'DISCONTINUED';
  price: object;
  images: readonly { readonly url: string; readonly alt: string | null }[];
  stock: { onHand: number; reserved: number; available: number };
  rating: { count: number; average: number | null; histogram: readonly number[] };
}

const STOCK = 'stock { onHand reserved available }';
const RATING = 'rating { count average histogram }';

/** What an answer shows of what a client knows, in the names of both. */
export const shown: Readonly<Record<string, string>> = {
  product: `sku name description brand model eans status price { amountMinor currency } images { url alt }
    attributes { name value }`,
  category: 'name parentId',
  customer: 'name email address { recipient street postalCode city country }',
  review: 'productId customerId stars title text status',
};

/** The same, with what other streams know of it, and the revision that tells which states these are. */
export const whole = (kind: string): string =>
  `id revision ${shown[kind]} ${kind === 'product' ? `${STOCK} ${RATING}` : ''}`;
/** What is booked of any product. */
export const SIGHTED = `id revision sku name status ${STOCK} ${RATING}`;

/**
 * Books what an answer shows of a product, `orNewer` than its revision where that is what a command wrote; any of its
 * states is right, if it is as new as the tokens.
 */
export function sight({ books }: Ledger, it: Data, tokens: readonly string[], orNewer = false): void {
  if (it === undefined || it === null) return;
  const { id, revision, sku, name, status, stock, rating } = it;
  const { available: _, ...counted } = stock;
  const { average: __, ...rated } = rating;
  books.sightings.push({
    ...{ id, revision, orNewer, tokens },
    shown: { product: { sku, name, status }, stock: counted, rating: rated },
  });
}

/** Reads of what a client alone writes: with the tokens of its last writes they must show exactly that. */
export function createReaders(line: Line, ledger: Ledger, random: Random) {
  const ask = createAsk(line, ledger, random);
  /** The tokens of the last writes of each thing, by the streams that they wrote. */
  const tokens = new Map<string, Map<string, string>>();
  const tokensOf = ({ id }: Own): string[] => [...new Set(tokens.get(id)?.values())];
  const isShown = ({ status }: Fields): boolean => status === 'PUBLISHED';
  const compare = (
    what: string,
    it: Own,
    found: Fields | null | undefined,
    isKnown: (field: string) => boolean = () => true,
  ): void => {
    if (found === null || found === undefined) return line.compare(what, it, found);
    const fields = Object.keys(found).filter((field) => field !== 'revision' && isKnown(field));
    const of = (whose: Fields) => Object.fromEntries(fields.map((field) => [field, whose[field]]));
    line.compare(what, of(it), of(found));
  };

  async function byId(kind: string, it: Own): Promise<void> {
    const sku = kind === 'product' && random.next() < 0.3 ? (it['sku'] as string) : undefined;
    const by: Variables = sku === undefined ? { id: ['ID!', it.id] } : { sku: ['String', sku] };
    const asOf = tokensOf(it);
    const answer = await ask(kind, kind, by, whole(kind), asOf);
    if (answer === undefined) return;
    if (kind === 'product') sight(ledger, answer.it, asOf);
    if (kind === 'product' && !isShown(it))
      line.compare(`product ${it.id}, which is hidden`, null, answer.it);
    else compare(`${kind} ${it.id}`, it, answer.it);
  }

  /** It is found by its SKU exactly while it is published. */
  async function bySearch(product: Product): Promise<void> {
    const variables = { query: ['String', product.sku], first: ['Int', 100] } as const;
    const asOf = tokensOf(product);
    const answer = await ask(
      'products',
      'products',
      variables,
      `edges { node { ${whole('product')} } }`,
      asOf,
    );
    if (answer === undefined) return;
    const nodes = (answer.it.edges as { node: Fields }[]).map(({ node }) => node);
    const found = nodes.find(({ id }) => id === product.id);
    sight(ledger, found, asOf);
    const what = `product ${product.id} in a search for ${product.sku}`;
    if (isShown(product)) compare(what, product, found);
    else line.compare(what, undefined, found);
  }

  /** It is suggested exactly while it is published. */
  async function bySuggestion(product: Product): Promise<void> {
    const variables = { prefix: ['String!', product.name], first: ['Int', 20] } as const;
    const answer = await ask('suggest', 'suggest', variables, 'products { id }', tokensOf(product));
    if (answer === undefined) return;
    const ids = (answer.it.products as { id: string }[]).map(({ id }) => id);
    line.compare(`product ${product.id} suggested`, isShown(product), ids.includes(product.id));
  }

  /** Others stand beside it exactly while it is published, and never it itself. */
  async function related(product: Product): Promise<void> {
    const selection = 'similar { id } boughtTogether { id }';
    const by = { id: ['ID!', product.id] } as const;
    const answer = await ask('relatedProducts', 'relatedProducts', by, selection, tokensOf(product));
    if (answer === undefined) return;
    line.compare(`related to ${product.id}`, isShown(product), answer.it !== null);
    const ids = [...(answer.it?.similar ?? []), ...(answer.it?.boughtTogether ?? [])].map(({ id }) => id);
    line.compare(`${product.id} beside itself`, false, ids.includes(product.id));
  }

  /** Of those that are as short as it is or shorter, the last one is exactly as short. */
  async function byAlert(product: Product): Promise<void> {
    const { available } = product.stock;
    const variables = { below: ['Int!', available + 1], last: ['Int', 1] } as const;
    const selection = `edges { node { ${STOCK} } }`;
    const answer = await ask('stockAlerts', 'stockAlerts', variables, selection, tokensOf(product));
    if (answer === undefined || !isShown(product)) return;
    line.compare(
      `a stock alert below ${available + 1}, ${product.id} being there`,
      available,
      answer.it.edges[0]?.node.stock.available,
    );
  }

  return {
    /** A command wrote this stream of it. */
    wrote({ id }: Own, token: string, stream: string): void {
      tokens.set(id, (tokens.get(id) ?? new Map<string, string>()).set(stream, token));
    },
    /** What the answer to a command shows of the stream it wrote; null when an error said why not. */
    answered(kind: string, it: Own, found: Data, token: string, stream = kind): void {
      if (found === null || found === undefined) return;
      if (kind === 'product') sight(ledger, found, [token], true);
      const streamOf = (field: string): string => (['stock', 'rating'].includes(field) ? field : kind);
      compare(`${kind} ${it.id}, answered`, it, found, (field) => streamOf(field) === stream);
    },
    /** Reads it in one of the ways there are. */
    async read(kind: string, it: Own) {
      const way = random.next();
      const product = it as Product;
      if (kind !== 'product' || way < 0.4) await byId(kind, it);
      else if (way < 0.65) await bySearch(product);
      else if (way < 0.8) await bySuggestion(product);
      else if (way < 0.9) await related(product);
      else await byAlert(product);
    },
    /** All rows of a bulk command, which alone are of this brand. */
    async brand(brand: string, count: number, token: string): Promise<void> {
      const variables = { filter: ['ProductFilter', { brands: [brand] }] } as const;
      const answer = await ask('products of a batch', 'products', variables, 'totalCount', [token]);
      if (answer !== undefined) line.compare(`products of ${brand}`, count, answer.it.totalCount);
    },
  };
}
