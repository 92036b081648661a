import { count, know, type Ledger, receive } from './ledger.ts';
import type { Data, Line } from './line.ts';
import type { Customer } from './orders.ts';
import type { Random } from './random.ts';
import { createReaders, type Own, type Product, whole } from './readers.ts';

/** Rows of a bulk command: of more than 50 the token names a batch; a large one takes long enough to be overtaken. */
const MANY = [20, 60, 300];
const COUNTRIES = ['DE', 'FR', 'IT'];

type Fields = Record<string, unknown>;
interface Category extends Own {
  parentId: string | null;
}
interface Review extends Own {
  readonly productId: string;
  readonly stars: number;
  status: string;
}

/** A catalogue's product is ordered by nobody. */
const stockOf = (onHand: number) => ({ onHand, reserved: 0, available: onHand });

function ratingOf(stars: readonly number[]): Product['rating'] {
  const count = stars.length;
  const histogram = [1, 2, 3, 4, 5].map((n) => stars.filter((each) => each === n).length);
  return { count, average: count === 0 ? null : stars.reduce((sum, n) => sum + n, 0) / count, histogram };
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
  const readers = createReaders(line, ledger, random);
  let names = 0;
  /** No name begins another one. */
  const unique = (): string => `${stem}n${String(names++).padStart(6, '0')}`;
  const price = () => ({ amountMinor: 100 + random.below(10_000), currency: 'EUR' });
  const image = () => ({ url: `https://pictures.example/${unique()}.jpg`, alt: null });
  const address = () => ({
    ...{ recipient: null, street: `${1 + random.below(99)} Main Street`, postalCode: null },
    ...{ city: null, country: random.pick(COUNTRIES) },
  });
  const some = <T>(items: readonly T[]): T | undefined =>
    items.length === 0 ? undefined : random.pick(items);
  const sellable = (): Product[] => products.filter(({ status }) => status !== 'DISCONTINUED');

  /** Sends a command on something that is there, books what it makes of it, and looks. The payload. */
  async function change(
    kind: 'product',
    it: Product | undefined,
    field: string,
    input: Fields,
    made: Fields,
  ): Promise<Data>;
  async function change(
    kind: string,
    it: Own | undefined,
    field: string,
    input: Fields,
    made: Fields,
  ): Promise<Data>;
  async function change(kind: string, it: Own | undefined, field: string, input: Fields, made: Fields) {
    if (it === undefined) return undefined;
    const payload = await line.command(field, { [`${kind}Id`]: it.id, ...input }, selectionOf(kind));
    Object.assign(it, made);
    await look(kind, it, payload, made);
    return payload;
  }

  async function create<T extends Own>(kind: string, to: T[], field: string, input: Fields, made: Fields) {
    const payload: Data = await line.command(field, input, selectionOf(kind));
    const none = kind === 'product' ? { stock: stockOf(0), rating: ratingOf([]) } : {};
    const it = { id: payload[`${kind}Id`] as string, ...made, ...none } as unknown as T;
    to.push(it);
    await look(kind, it, payload, made);
  }

  /** Who asks for what was written waits until it is there; who does not, is quick to ask for it with the token. */
  const selectionOf = (kind: string): string =>
    `${kind}Id ${random.next() < 0.5 ? `it: ${kind} { ${whole(kind)} }` : ''}`;

  /** At the answer itself, and by a query that must show as much. */
  async function look(kind: string, it: Own, { it: answered, consistencyToken }: Data, made: Fields) {
    know(ledger, `${kind}-${it.id}`, made);
    readers.wrote(it, consistencyToken, kind);
    readers.answered(kind, it, answered, consistencyToken);
    await readers.read(kind, it);
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
    const brand = unique();
    const rows = Array.from({ length: random.pick(MANY) }, () => ({
      ...{ sku: unique(), name: 'One of many', brand, price: price() },
    }));
    const input = { rows: rows.map((row) => ({ ...row, publish: true })) };
    const payload = await line.command('registerProducts', input, 'rows { productId }');
    ledger.books.products += rows.length;
    (payload.rows as { productId: string }[]).forEach(({ productId }, i) =>
      know(ledger, `product-${productId}`, { ...rows[i], status: 'PUBLISHED' }),
    );
    await readers.brand(brand, rows.length, payload.consistencyToken);
  };
  /** Takes in what each row of a bulk command wrote, and looks at them. */
  async function lookAtRows(
    those: readonly Product[],
    { rows, consistencyToken }: Data,
    stream: 'product' | 'stock',
  ) {
    for (const [i, product] of those.entries()) {
      readers.wrote(product, consistencyToken, stream);
      readers.answered('product', product, rows[i].it, consistencyToken, stream);
    }
    await readers.read('product', random.pick(those));
  }
  const updateStocks = async (): Promise<void> => {
    const those = sellable().slice(-5);
    if (those.length === 0) return;
    const rows = those.map(({ sku }) => ({ sku, delta: 1 + random.below(9), reason: 'delivery' }));
    const payload = await line.command('updateStocks', { rows }, `rows { ${selectionOf('product')} }`);
    for (const [i, product] of those.entries()) {
      receive(ledger, product.sku, rows[i]!.delta);
      product.stock = stockOf(product.stock.onHand + rows[i]!.delta);
    }
    await lookAtRows(those, payload, 'stock');
  };
  const changePrices = async (): Promise<void> => {
    const those = sellable().slice(-5);
    if (those.length === 0) return;
    const rows = those.map(({ id }) => ({ productId: id, price: price() }));
    const payload = await line.command('changePrices', { rows }, `rows { ${selectionOf('product')} }`);
    for (const [i, product] of those.entries()) {
      product.price = rows[i]!.price;
      know(ledger, `product-${product.id}`, { price: product.price });
    }
    await lookAtRows(those, payload, 'product');
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
  const moderateReview = async (): Promise<void> => {
    const [decision, status] = random.pick([
      ['APPROVE', 'APPROVED'],
      ['REJECT', 'REJECTED'],
    ] as const);
    const review = some(reviews);
    const before = review?.status;
    const payload = await change('review', review, 'moderateReview', { decision }, { status });
    const product = products.find(({ id }) => id === review?.productId);
    if (review === undefined || product === undefined) return;
    const approved = reviews.filter((each) => each.productId === product.id && each.status === 'APPROVED');
    product.rating = ratingOf(approved.map(({ stars }) => stars));
    const counts = [before, status].filter((each) => each === 'APPROVED').length === 1;
    if (counts) readers.wrote(product, payload.consistencyToken, 'rating');
    await readers.read('product', product);
  };
  const onProduct = (field: string, make: () => [Fields, Fields]) => (): Promise<unknown> =>
    change('product', some(sellable()), field, ...make());
  const to = (status: Product['status']) => (): [Fields, Fields] => [{}, { status }];
  const both = (fields: Fields): [Fields, Fields] => [fields, fields];

  const activities: [weight: number, () => Promise<unknown>][] = [
    [5, registerProduct],
    [3, registerMany],
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
