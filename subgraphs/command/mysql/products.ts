import type { ProductState } from '../../../schema/events/product.ts';
import type { Sellable } from '../domain/create-order.ts';
import type { Change } from '../domain/decision.ts';
import type { Product } from '../domain/product.ts';
import type { Connection } from './connect.ts';
import { insertRows, lastOf, select, selectByIds, selectIn, type Statement, saveRows } from './statements.ts';

interface ProductRow {
  id: string;
  revision: number;
  sku: string;
  name: string;
  description: string | null;
  brand: string | null;
  model: string | null;
  category_id: string | null;
  price_minor: number | null;
  currency: string | null;
  status: ProductState['status'];
  registered_at: Date;
}
/** What stands in tables of its own, and is not needed to order a product. */
type Lists = Pick<ProductState, 'attributes' | 'images' | 'eans'>;

/** By the index named: a scan, which the optimizer prefers in a small shop, would wait for the locks of other products. */
const selectBy = (
  index: 'PRIMARY' | 'sku',
): string => `SELECT id, revision, CONVERT(sku USING utf8mb4) AS sku, name, description, brand, model, category_id,
  price_minor, currency, status, registered_at FROM product FORCE INDEX (${index})`;

/** The products with these ids or SKUs, whole, locked in key order until the transaction ends. */
export async function lockProducts(
  connection: Connection,
  by: 'id' | 'sku',
  keys: readonly string[],
): Promise<Product[]> {
  const sql = `${selectBy(by === 'id' ? 'PRIMARY' : 'sku')} WHERE ${by} IN (?) ORDER BY ${by} FOR UPDATE`;
  const rows = await (by === 'id' ? selectByIds : selectIn)<ProductRow>(connection, sql, keys);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const lists = await loadLists(connection, ids);
  return rows.map((row) => toProduct(row, lists(row.id)));
}

/**
 * What orders take of the products with these SKUs, held against change until the transaction ends. Locked in the order
 * of the SKU index, as every order does; with a change of many prices, which locks by id, it may deadlock: one of them is
 * tried again.
 */
export async function shareProducts(connection: Connection, skus: Iterable<string>): Promise<Sellable[]> {
  const rows = await selectIn<
    Pick<ProductRow, 'id' | 'sku' | 'name' | 'price_minor' | 'currency' | 'status'>
  >(
    connection,
    `SELECT id, CONVERT(sku USING utf8mb4) AS sku, name, price_minor, currency, status FROM product FORCE INDEX (sku)
     WHERE sku IN (?) ORDER BY sku FOR SHARE`,
    [...skus],
  );
  return rows.map((row) => ({
    id: row.id,
    state: { sku: row.sku, name: row.name, price: priceOf(row), status: row.status },
  }));
}

export async function productExists(connection: Connection, id: string): Promise<boolean> {
  return (await selectByIds(connection, 'SELECT 1 FROM product WHERE id IN (?) FOR SHARE', [id])).length > 0;
}

/** A new product comes with its empty stock and rating, so that these rows are always there to be locked. */
export function saveProducts(changes: readonly Change<'product'>[]): Statement[] {
  const products = lastOf(changes);
  const ids = (...types: Change<'product'>['happening']['type'][]) =>
    new Set(changes.filter(({ happening }) => types.includes(happening.type)).map(({ id }) => id));
  const registered = ids('ProductRegistered');
  const relisted = ids('ProductDetailsChanged', 'ProductImageAdded', 'ProductImageRemoved');
  const stale = products.filter(({ id }) => relisted.has(id) && !registered.has(id)).map(({ id }) => id);
  return [
    // In the order of their unique key, so that two bulk commands do not wait for each other.
    ...saveRows('product', { fixed: FIXED, changeable: CHANGEABLE }, changes.toSorted(bySku), toRow),
    ...(stale.length === 0
      ? []
      : LISTS.map((table) => ({ sql: `DELETE FROM ${table} WHERE product_id IN (?)`, values: [stale] }))),
    ...insertLists(products.filter(({ id }) => registered.has(id) || relisted.has(id))),
    ...insertRows(
      'stock',
      ['product_id', 'revision', 'on_hand', 'reserved'],
      [...registered].map((id) => [id, 0, 0, 0]),
    ),
    ...insertRows(
      'rating',
      RATING_COLUMNS,
      [...registered].map((id) => [id, 0, 0, 0, 0, 0, 0, 0, 0]),
    ),
  ];
}

const LISTS = ['product_attribute', 'product_image', 'product_ean'] as const;
const CHANGEABLE = [
  'revision',
  'name',
  'description',
  'brand',
  'model',
  'category_id',
  'price_minor',
  'currency',
  'status',
];
const FIXED = ['id', 'sku', 'registered_at'];
const RATING_COLUMNS = [
  'product_id',
  'revision',
  'stars_1',
  'stars_2',
  'stars_3',
  'stars_4',
  'stars_5',
  'review_count',
  'star_sum',
];

const bySku = ({ state: a }: Product, { state: b }: Product): number =>
  Buffer.compare(Buffer.from(a.sku), Buffer.from(b.sku));

function toRow({ id, revision, state }: Product): unknown[] {
  const { sku, name, description, brand, model, categoryId, price, status, registeredAt } = state;
  const { amountMinor = null, currency = null } = price ?? {};
  return [
    id,
    sku,
    new Date(registeredAt),
    revision,
    name,
    description,
    brand,
    model,
    categoryId,
    amountMinor,
    currency,
    status,
  ];
}

const priceOf = (row: Pick<ProductRow, 'price_minor' | 'currency'>): ProductState['price'] =>
  row.price_minor === null ? null : { amountMinor: row.price_minor, currency: row.currency! };

function toProduct(row: ProductRow, lists: Lists): Product {
  const { id, revision, sku, name, description, brand, model, status } = row;
  const price = priceOf(row);
  const registeredAt = row.registered_at.toISOString();
  const categoryId = row.category_id;
  const state = {
    productId: id,
    sku,
    name,
    description,
    brand,
    model,
    price,
    ...lists,
    categoryId,
    status,
    registeredAt,
  };
  return { kind: 'product', id, revision, state };
}

const insertLists = (products: readonly Product[]): Statement[] => {
  const rows = (of: (state: ProductState) => readonly unknown[][]) =>
    products.flatMap(({ id, state }) => of(state).map((values, position) => [id, position, ...values]));
  const key = ['product_id', 'position'];
  return [
    ...insertRows(
      'product_attribute',
      [...key, 'name', 'value'],
      rows((s) => s.attributes.map((a) => [a.name, a.value])),
    ),
    ...insertRows(
      'product_image',
      [...key, 'url', 'alt'],
      rows((s) => s.images.map((i) => [i.url, i.alt])),
    ),
    ...insertRows(
      'product_ean',
      [...key, 'ean'],
      rows((s) => s.eans.map((ean) => [ean])),
    ),
  ];
};

async function loadLists(connection: Connection, ids: readonly string[]): Promise<(id: string) => Lists> {
  const load = <T>(columns: string, table: (typeof LISTS)[number]) =>
    select<T & { id: string }>(
      connection,
      `SELECT product_id AS id, ${columns} FROM ${table} WHERE product_id IN (?) ORDER BY product_id, position`,
      [ids],
    );
  const [attributes, images, eans] = await Promise.all([
    load<{ name: string; value: string }>('CONVERT(name USING utf8mb4) AS name, value', 'product_attribute'),
    load<{ url: string; alt: string | null }>('url, alt', 'product_image'),
    load<{ ean: string }>('ean', 'product_ean'),
  ]);
  const [attributesOf, imagesOf, eansOf] = [groupById(attributes), groupById(images), groupById(eans)];
  return (id) => ({
    attributes: attributesOf(id).map(({ name, value }) => ({ name, value })),
    images: imagesOf(id).map(({ url, alt }) => ({ url, alt })),
    eans: eansOf(id).map(({ ean }) => ean),
  });
}

function groupById<T extends { readonly id: string }>(rows: readonly T[]): (id: string) => readonly T[] {
  const groups = Map.groupBy(rows, ({ id }) => id);
  return (id) => groups.get(id) ?? [];
}
