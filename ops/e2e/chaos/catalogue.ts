import { count, know, type Ledger, receive } from './ledger.ts';
import type { Data, Line } from './line.ts';
import type { Customer } from './orders.ts';
import type { Random } from './random.ts';
import { createReaders, type Product } from './readers.ts';

/** Rows of a bulk command: a large one takes long enough for others to overtake it. */
const MANY = [20, 20, 300];
const COUNTRIES = ['DE', 'FR', 'IT'];

type Fields = Record<string, unknown>;
type Own = Fields & { readonly id: string };
interface Category extends Own {
  parentId: string | null;
}
interface Review extends Own {
  status: string;
}

/** What one client does with a catalogue of its own, which nobody else writes: so it knows what everything must be. */
export interface Catalogue {
  /** Something chosen at random, and a look at what came of it. */
  act(): Promise<void>;
  /** Somebody to order for. */
  customer(): Customer | undefined;
}

/** `stem` sets names and SKUs apart from everybody else's. */
export function createCatalogue(line: Line, stem: string, ledger: Ledger, random: Random): Catalogue {
  const products: Product[] = [];
  const categories: Category[] = [];
  const customers: (Own & Customer)[] = [];
  const reviews: Review[] = [];
  const readers = createReaders(line);
  let names = 0;
  const unique = (): string => `${stem}n${names++}`;
  const price = () => ({ amountMinor: 100 + random.below(10_000), currency: 'EUR' });
  const image = () => ({ url: `https://pictures.example/${unique()}.jpg`, alt: null });
  const address = () => ({
    ...{ recipient: null, street: `${1 + random.below(99)} Main Street`, postalCode: null },
    ...{ city: null, country: random.pick(COUNTRIES) },
  });
  const some = <T>(items: readonly T[]): T | undefined =>
    items.length === 0 ? undefined : random.pick(items);
  const sellable = (): Product[] => products.filter(({ status }) => status !== 'DISCONTINUED');

  /** Sends a command on something that is there, books what it makes of it, and looks. */
  async function change(
    kind: 'product',
    it: Product | undefined,
    field: string,
    input: Fields,
    made: Fields,
  ): Promise<void>;
  async function change(
    kind: string,
    it: Own | undefined,
    field: string,
    input: Fields,
    made: Fields,
  ): Promise<void>;
  async function change(kind: string, it: Own | undefined, field: string, input: Fields, made: Fields) {
    if (it === undefined) return;
    const payload = await line.command(field, { [`${kind}Id`]: it.id, ...input }, `${kind}Id`);
    Object.assign(it, made);
    know(ledger, `${kind}-${it.id}`, made);
    await readers.read(kind, it, payload.consistencyToken as string, random);
  }

  async function create<T extends Own>(kind: string, to: T[], field: string, input: Fields, made: Fields) {
    const payload: Data = await line.command(field, input, `${kind}Id`);
    const it = { id: payload[`${kind}Id`] as string, ...made } as unknown as T;
    to.push(it);
    know(ledger, `${kind}-${it.id}`, made);
    await readers.read(kind, it, payload.consistencyToken as string, random);
  }

  const registerProduct = async (): Promise<void> => {
    const sku = unique();
    const publish = random.next() < 0.7;
    const details = {
      ...{ sku, name: `Kettle ${sku}`, description: 'It boils.', brand: `Brand ${stem}`, model: null },
      ...{ eans: [], price: price(), images: [image()], categoryId: some(categories)?.id ?? null },
      attributes: [{ name: 'colour', value: random.pick(['black', 'red', 'white']) }],
    };
    const made = { ...details, status: publish ? 'PUBLISHED' : 'DRAFT' };
    ledger.books.products++;
    await create('product', products, 'registerProduct', { ...details, publish }, made);
  };
  const registerMany = async (): Promise<void> => {
    const rows = Array.from({ length: random.pick(MANY) }, () => ({ sku: unique(), name: 'One of many' }));
    const payload = await line.command('registerProducts', { rows }, 'rows { productId }');
    ledger.books.products += rows.length;
    (payload.rows as { productId: string }[]).forEach(({ productId }, i) =>
      know(ledger, `product-${productId}`, { ...rows[i], status: 'DRAFT', price: null }),
    );
  };
  const updateStocks = async (): Promise<void> => {
    const rows = sellable()
      .slice(-5)
      .map(({ sku }) => ({ sku, delta: 1 + random.below(9), reason: 'delivery' }));
    if (rows.length === 0) return;
    await line.command('updateStocks', { rows }, 'rows { productId }');
    rows.forEach(({ sku, delta }) => receive(ledger, sku, delta));
  };
  const changePrices = async (): Promise<void> => {
    const those = sellable().slice(-5);
    if (those.length === 0) return;
    const rows = those.map(({ id }) => ({ productId: id, price: price() }));
    const payload = await line.command('changePrices', { rows }, 'rows { productId }');
    for (const [i, product] of those.entries()) {
      product.price = rows[i]!.price;
      know(ledger, `product-${product.id}`, { price: product.price });
    }
    await readers.read('product', random.pick(those), payload.consistencyToken as string, random);
  };
  const changeImages = async (): Promise<void> => {
    const product = some(sellable());
    const [first] = product?.images ?? [];
    if (product === undefined) return;
    if (first === undefined || random.next() < 0.5) {
      const added = image();
      const made = { images: [...product.images, added] };
      await change('product', product, 'addProductImage', { image: added }, made);
    } else {
      const made = { images: product.images.slice(1) };
      await change('product', product, 'removeProductImage', { url: first.url }, made);
    }
  };
  /** To the top, or below one that was never moved below another: no cycle can come of it. */
  const moveCategory = async (): Promise<void> => {
    const roots = categories.filter(({ parentId }) => parentId === null);
    const category = some(categories);
    const childless = !categories.some(({ parentId }) => parentId === category?.id);
    const parentId = childless ? (some(roots.filter((root) => root !== category))?.id ?? null) : null;
    await change('category', category, 'moveCategory', { parentId }, { parentId });
  };
  const submitReview = async (): Promise<void> => {
    const [customerId, productId] = [some(customers)?.id, some(products)?.id];
    if (customerId === undefined || productId === undefined) return;
    if (reviews.some((old) => old['customerId'] === customerId && old['productId'] === productId)) return;
    const input = { customerId, productId, stars: 1 + random.below(5), title: unique(), text: null };
    await create('review', reviews, 'submitReview', input, { ...input, status: 'PENDING' });
  };
  const moderateReview = (): Promise<void> => {
    const [decision, status] = random.pick([
      ['APPROVE', 'APPROVED'],
      ['REJECT', 'REJECTED'],
    ] as const);
    return change('review', some(reviews), 'moderateReview', { decision }, { status });
  };
  const onProduct = (field: string, make: () => [Fields, Fields]) => (): Promise<void> =>
    change('product', some(sellable()), field, ...make());
  const to = (status: Product['status']) => (): [Fields, Fields] => [{}, { status }];
  const both = (fields: Fields): [Fields, Fields] => [fields, fields];

  const activities: [weight: number, () => Promise<void>][] = [
    [5, registerProduct],
    [2, registerMany],
    [2, updateStocks],
    [2, changePrices],
    [3, changeImages],
    [3, onProduct('changeProductPrice', () => both({ price: price() }))],
    [3, onProduct('changeProductDetails', () => both({ name: `Pot ${unique()}`, eans: ['12345678'] }))],
    [3, onProduct('categorizeProduct', () => both({ categoryId: some(categories)?.id ?? null }))],
    [3, onProduct('publishProduct', to('PUBLISHED'))],
    [1, onProduct('discontinueProduct', to('DISCONTINUED'))],
    [
      2,
      () =>
        change(
          'product',
          some(products.filter(({ status }) => status === 'PUBLISHED')),
          'unpublishProduct',
          {},
          { status: 'UNPUBLISHED' },
        ),
    ],
    [2, () => create('category', categories, 'defineCategory', ...both({ name: unique(), parentId: null }))],
    [2, () => change('category', some(categories), 'renameCategory', ...both({ name: unique() }))],
    [2, moveCategory],
    [
      2,
      () =>
        create(
          'customer',
          customers,
          'registerCustomer',
          ...both({
            email: `${unique()}@shop.example`,
            name: 'Ann',
            address: random.next() < 0.5 ? address() : null,
          }),
        ),
    ],
    [2, () => change('customer', some(customers), 'changeCustomerAddress', ...both({ address: address() }))],
    [3, submitReview],
    [3, moderateReview],
  ];
  const dealt = activities.flatMap(([weight, activity]) => Array.from({ length: weight }, () => activity));
  return {
    async act() {
      await random.pick(dealt)();
      count(ledger, 'turns of the catalogue');
    },
    customer: () => some(customers),
  };
}
