import type { Line } from './line.ts';
import type { Random } from './random.ts';

type Fields = Record<string, unknown>;

/** A product as its client knows it. */
export interface Product extends Fields {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  status: 'DRAFT' | 'PUBLISHED' | 'UNPUBLISHED' | 'DISCONTINUED';
  price: object;
  images: readonly { readonly url: string; readonly alt: string | null }[];
}

/** What a query by id shows of what a client knows, in the names of both. */
const shown: Readonly<Record<string, string>> = {
  product: `sku name description brand model eans status price { amountMinor currency } images { url alt }
    attributes { name value }`,
  category: 'name parentId',
  customer: 'name email address { recipient street postalCode city country }',
  review: 'productId customerId stars title text status',
};

/** Reads of what a client alone writes: with the token of its last write they must show exactly that. */
export function createReaders(line: Line) {
  const isShown = ({ status }: Fields): boolean => status === 'PUBLISHED';

  async function byId(kind: string, it: Fields & { readonly id: string }, asOf: string): Promise<void> {
    const query = `query ($id: ID!, $asOf: String) { it: ${kind}(id: $id, asOf: $asOf) { ${shown[kind]} } }`;
    const data = await line.read(kind, query, { id: it.id, asOf });
    if (data === undefined) return;
    const found = data.it as Fields | null;
    const hidden = kind === 'product' && !isShown(it);
    const expected =
      hidden || found === null ? null : Object.fromEntries(Object.keys(found).map((key) => [key, it[key]]));
    line.compare(`${kind} ${it.id}`, hidden ? null : (expected ?? it), found);
  }

  /** It is found by its SKU exactly while it is published. */
  async function bySearch(product: Product, asOf: string): Promise<void> {
    const data = await line.read(
      'products',
      `query ($query: String, $asOf: String) {
        products(query: $query, first: 100, asOf: $asOf) { edges { node { id name price { amountMinor currency } } } } }`,
      { query: product.sku, asOf },
    );
    if (data === undefined) return;
    const nodes = (data.products.edges as { node: Fields }[]).map(({ node }) => node);
    const { id, name, price } = product;
    line.compare(
      `product ${id} in a search for ${product.sku}`,
      isShown(product) ? { id, name, price } : undefined,
      nodes.find((node) => node['id'] === id),
    );
  }

  /** It is suggested exactly while it is published. */
  async function bySuggestion(product: Product, asOf: string): Promise<void> {
    const data = await line.read(
      'suggest',
      'query ($prefix: String!, $asOf: String) { suggest(prefix: $prefix, first: 20, asOf: $asOf) { products { id } } }',
      { prefix: product.name, asOf },
    );
    if (data === undefined) return;
    const ids = (data.suggest.products as { id: string }[]).map(({ id }) => id);
    line.compare(`product ${product.id} suggested`, isShown(product), ids.includes(product.id));
  }

  async function report(asOf: string): Promise<void> {
    await line.read(
      'salesReport',
      `query ($from: DateTime!, $to: DateTime!, $asOf: String) {
        salesReport(from: $from, to: $to, groupBy: PRODUCT, asOf: $asOf) { rowCount totals { orders units } } }`,
      { from: '2026-01-01T00:00:00Z', to: '2035-01-01T00:00:00Z', asOf },
    );
  }

  return {
    /** Reads it in one of the ways there are. */
    async read(kind: string, it: Fields & { readonly id: string }, asOf: string, random: Random) {
      const way = random.next();
      if (kind !== 'product' || way < 0.5) await byId(kind, it, asOf);
      else if (way < 0.75) await bySearch(it as Product, asOf);
      else if (way < 0.95) await bySuggestion(it as Product, asOf);
      else await report(asOf);
    },
  };
}
