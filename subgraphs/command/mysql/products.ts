import type { Change } from '../domain/decision.ts';
import type { Product } from '../domain/product.ts';
import { type Connection, insertRows, select, type Statement } from './connect.ts';

interface ProductRow {
  id: string;
  revision: number;
  sku: string;
  name: string;
  description: string | null;
  brand: string | null;
  price_minor: number | null;
  currency: string | null;
  status: 'DRAFT' | 'PUBLISHED';
  registered_at: Date;
}

const COLUMNS = `id, revision, CONVERT(sku USING utf8mb4) AS sku, name, description, brand, price_minor, currency, status,
  registered_at`;

/** Ids are UUIDs. MySQL would fail to compare anything beyond ASCII with one, and would overlook blanks behind it. */
const ID = /^[0-9a-f-]{36}$/;

/** The product with all its details, locked until the transaction ends. */
export async function lockProduct(
  connection: Connection,
  by: { id: string } | { sku: string },
): Promise<Product | undefined> {
  if ('id' in by && !ID.test(by.id)) return undefined;
  const [column, value] = 'id' in by ? ['id', by.id] : ['sku', by.sku];
  const [row] = await select<ProductRow>(
    connection,
    `SELECT ${COLUMNS} FROM product WHERE ${column} = ? FOR UPDATE`,
    [value],
  );
  if (row === undefined) return undefined;
  const attributes = await select<{ name: string; value: string }>(
    connection,
    `SELECT CONVERT(name USING utf8mb4) AS name, value FROM product_attribute WHERE product_id = ? ORDER BY position`,
    [row.id],
  );
  const images = await select<{ url: string; alt: string | null }>(
    connection,
    'SELECT url, alt FROM product_image WHERE product_id = ? ORDER BY position',
    [row.id],
  );
  return toProduct(row, attributes, images);
}

/**
 * The products with these SKUs, without attributes and images, held against change until the transaction ends: an
 * order takes their name and price. Locked in the order of the SKU index, the same for every transaction;
 * a scan, which the optimizer prefers in a small shop, would wait for the locks of other products too.
 */
export async function shareProducts(connection: Connection, skus: readonly string[]): Promise<Product[]> {
  const sql = `SELECT ${COLUMNS} FROM product FORCE INDEX (sku) WHERE sku IN (?) ORDER BY sku FOR SHARE`;
  return (await select<ProductRow>(connection, sql, [skus])).map((row) => toProduct(row, [], []));
}

export function saveProducts(changes: readonly Change<'product'>[]): Statement[] {
  const last = [...new Map(changes.map((change) => [change.id, change])).values()];
  const registered = new Set(
    changes.filter((change) => change.happening.type === 'ProductRegistered').map((change) => change.id),
  );
  return [
    ...insertRows(
      'product',
      [
        'id',
        'revision',
        'sku',
        'name',
        'description',
        'brand',
        'price_minor',
        'currency',
        'status',
        'registered_at',
      ],
      last.filter(({ id }) => registered.has(id)).map(toRow),
    ),
    ...last.filter(({ id }) => registered.has(id)).flatMap(insertDetails),
    ...insertRows(
      'stock',
      ['product_id', 'revision', 'on_hand', 'reserved'],
      [...registered].map((id) => [id, 0, 0, 0]),
    ),
    ...last.filter(({ id }) => !registered.has(id)).map(updateRow),
  ];
}

function toProduct(
  row: ProductRow,
  attributes: Product['state']['attributes'],
  images: Product['state']['images'],
): Product {
  const { id, revision, sku, name, description, brand, status } = row;
  const price = row.price_minor === null ? null : { amountMinor: row.price_minor, currency: row.currency! };
  const registeredAt = row.registered_at.toISOString();
  return {
    kind: 'product',
    id,
    revision,
    state: { productId: id, sku, name, description, brand, price, attributes, images, status, registeredAt },
  };
}

function toRow({ id, revision, state }: Product): unknown[] {
  const { sku, name, description, brand, price, status, registeredAt } = state;
  const { amountMinor = null, currency = null } = price ?? {};
  return [id, revision, sku, name, description, brand, amountMinor, currency, status, new Date(registeredAt)];
}

const updateRow = ({ id, revision, state }: Product): Statement => ({
  sql: 'UPDATE product SET revision = ?, name = ?, description = ?, brand = ?, price_minor = ?, currency = ?, status = ? WHERE id = ?',
  values: [
    revision,
    state.name,
    state.description,
    state.brand,
    state.price?.amountMinor ?? null,
    state.price?.currency ?? null,
    state.status,
    id,
  ],
});

const insertDetails = ({ id, state }: Product): Statement[] => [
  ...insertRows(
    'product_attribute',
    ['product_id', 'position', 'name', 'value'],
    state.attributes.map(({ name, value }, position) => [id, position, name, value]),
  ),
  ...insertRows(
    'product_image',
    ['product_id', 'position', 'url', 'alt'],
    state.images.map(({ url, alt }, position) => [id, position, url, alt]),
  ),
];
