import { isDeepStrictEqual } from 'node:util';
import type { Latest } from './sections.ts';

type Row = Record<string, unknown>;
type Sql = (text: string) => Promise<Row[]>;

/** What a table of its own has by position. */
const listOf = (table: string, value: string): string =>
  `(SELECT JSON_OBJECTAGG(position, ${value}) FROM ${table} WHERE product_id = product.id)`;

/** What the tables have of each stream, in the names of its state. */
const tables: Readonly<Record<string, string>> = {
  product: `SELECT id, revision, CONVERT(sku USING utf8mb4) AS sku, name, description, brand, model, status,
      category_id AS categoryId,
      IF(price_minor IS NULL, NULL, JSON_OBJECT('amountMinor', price_minor, 'currency', currency)) AS price,
      ${listOf('product_ean', 'ean')} AS eans,
      ${listOf('product_image', "JSON_OBJECT('url', url, 'alt', alt)")} AS images,
      ${listOf('product_attribute', "JSON_OBJECT('name', CONVERT(name USING utf8mb4), 'value', value)")} AS attributes
    FROM product`,
  category: 'SELECT id, revision, name, parent_id AS parentId FROM category',
  customer: 'SELECT id, revision, email, name, address FROM customer',
  review: `SELECT id, revision, product_id AS productId, customer_id AS customerId, stars, title, text, status
    FROM review`,
  rating: `SELECT product_id AS id, revision, review_count AS count, star_sum AS sum,
      JSON_ARRAY(stars_1, stars_2, stars_3, stars_4, stars_5) AS histogram
    FROM rating WHERE revision > 0`,
  order: `SELECT id, revision, status, customer_id AS customerId, shipping_address AS shippingAddress,
      JSON_OBJECT('amountMinor', total_minor, 'currency', currency) AS total,
      paid_minor AS paidMinor, refunded_minor AS refundedMinor, tracking_number AS trackingNumber,
      (SELECT JSON_OBJECTAGG(position, JSON_OBJECT('productId', product_id, 'sku', CONVERT(sku USING utf8mb4),
          'name', order_line.name, 'quantity', quantity, 'unitPriceMinor', unit_price_minor, 'returned', returned))
        FROM order_line JOIN product ON product.id = product_id WHERE order_id = orders.id) AS \`lines\`
    FROM orders`,
};
const LISTS = ['eans', 'images', 'attributes', 'lines'];

/** Every row against the last event of its stream, and every stream against its row. */
export async function tablesAgainstEvents(sql: Sql, latest: readonly Latest[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const [kind, query] of Object.entries(tables)) {
    const rows = new Map((await sql(query)).map(({ id, ...row }) => [String(id), row]));
    const events = new Map(latest.filter((each) => each.kind === kind).map((each) => [each.id, each]));
    for (const id of new Set([...rows.keys(), ...events.keys()]))
      wrong.push(...differences(`${kind}-${id}`, rows.get(id), events.get(id)));
  }
  return wrong;
}

function differences(stream: string, row: object = { revision: undefined }, event?: Latest): string[] {
  return Object.entries(row).flatMap(([field, value]: [string, unknown]) => {
    const stored = LISTS.includes(field) ? Object.values(value ?? {}) : value;
    const told = field === 'revision' ? event?.revision : event?.state[field];
    if (isDeepStrictEqual(stored, told)) return [];
    return [
      `${stream}.${field}: its table has ${JSON.stringify(stored)}, its last event ${JSON.stringify(told)}`,
    ];
  });
}

/** What came back, and what was paid back for it, is the sum of the returns; what was cancelled is paid back as a whole. */
export async function returns(sql: Sql): Promise<string[]> {
  const lines = await sql(
    `SELECT l.order_id AS id FROM order_line l LEFT JOIN order_return_item i USING (order_id, position)
     GROUP BY l.order_id, l.position HAVING MAX(l.returned) <> COALESCE(SUM(i.quantity), 0)`,
  );
  const refunds = await sql(
    `SELECT o.id FROM orders o LEFT JOIN order_return r ON r.order_id = o.id GROUP BY o.id
     HAVING MAX(o.refunded_minor) <> IF(MAX(o.status) = 'CANCELLED', MAX(o.paid_minor), COALESCE(SUM(r.refund_minor), 0))`,
  );
  return [
    ...lines.map(({ id }) => `the returns of order ${String(id)} do not make what came back of its lines`),
    ...refunds.map(({ id }) => `the returns of order ${String(id)} do not make what was paid back`),
  ];
}
