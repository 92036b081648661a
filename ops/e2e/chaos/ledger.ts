/** What a unit of whatever is ordered costs. */
export const PRICE_MINOR = 1_000;

/** What the clients know of one order: what was acknowledged to them, and nothing else. */
export interface LedgerOrder {
  readonly id: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  status: 'PLACED' | 'PAID' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED';
  returned: Map<string, number>;
  paidMinor: number;
  refundedMinor: number;
}

/** What an answer showed of one document, and the tokens that it was asked with. */
export interface Sighting {
  readonly id: string;
  /** What is shown is as of this; or, in the answer to a command, at least as new as that has written. */
  readonly revision: string;
  readonly orNewer: boolean;
  readonly tokens: readonly string[];
  /** Of each kind of stream, some fields of its state. */
  readonly shown: Readonly<Record<string, Record<string, unknown>>>;
}

/** What was acknowledged to the clients, by which the shop is judged. */
export interface Books {
  /** Units that came in, by SKU. */
  readonly received: Map<string, number>;
  readonly orders: Map<string, LedgerOrder>;
  /** What is known of a stream, as its state names it: `product-<id>` to `{ name, status, … }`. */
  readonly known: Map<string, Record<string, unknown>>;
  /** Every consistency token. */
  readonly tokens: string[];
  readonly sightings: Sighting[];
  /** How many products were registered. */
  products: number;
  /** How many commands were done. */
  commands: number;
}

export interface Ledger {
  books: Books;
  /** What no client should ever see. */
  readonly violations: string[];
  /** Takes what happens, a line at a time. */
  readonly tell: (line: string) => void;
  /** How often what was answered. */
  readonly counts: Map<string, number>;
}

export const createLedger = (tell: (line: string) => void): Ledger => ({
  books: {
    ...{ received: new Map(), orders: new Map(), known: new Map() },
    ...{ tokens: [], sightings: [], products: 0, commands: 0 },
  },
  violations: [],
  tell,
  counts: new Map(),
});

export const count = (ledger: Ledger, what: string): void =>
  void ledger.counts.set(what, (ledger.counts.get(what) ?? 0) + 1);

export function note(ledger: Ledger, line: string): void {
  if (line.startsWith('***')) count(ledger, 'faults');
  ledger.tell(`${new Date().toISOString().slice(11, 23)} ${line}`);
}

/** Books what should never be, and tells when it was seen. */
export function violate(ledger: Ledger, what: string): void {
  ledger.violations.push(what);
  note(ledger, `WRONG ${what}`);
}

/** Books what an acknowledged command has made of these fields of a stream. */
export const know = ({ books }: Ledger, stream: string, fields: Record<string, unknown>): void =>
  void books.known.set(stream, { ...books.known.get(stream), ...fields });

export const receive = ({ books }: Ledger, sku: string, units: number): void =>
  void books.received.set(sku, (books.received.get(sku) ?? 0) + units);

/** How the shop should show it: an order of which everything came back is returned. */
export const shownStatus = ({ status, lines, returned }: LedgerOrder): string => {
  const back = [...returned.values()].reduce((sum, n) => sum + n, 0);
  const sold = lines.reduce((sum, line) => sum + line.quantity, 0);
  return status === 'DELIVERED' && back === sold ? 'RETURNED' : status;
};

export const totalMinor = ({ lines }: LedgerOrder): number =>
  lines.reduce((sum, { quantity }) => sum + quantity * PRICE_MINOR, 0);

/** Units in the house and units promised to orders, by what was acknowledged: received - shipped + returned. */
export function expectedStock({
  received,
  orders,
}: Books): (sku: string) => [onHand: number, reserved: number] {
  const stocks = new Map([...received].map(([sku, units]) => [sku, [units, 0] as [number, number]]));
  for (const { status, lines } of orders.values())
    for (const { sku, quantity } of lines) {
      const stock = stocks.get(sku)!;
      if (status === 'PLACED' || status === 'PAID') stock[1] += quantity;
      if (status === 'SHIPPED' || status === 'DELIVERED') stock[0] -= quantity;
    }
  for (const { returned } of orders.values())
    for (const [sku, units] of returned) stocks.get(sku)![0] += units;
  return (sku) => stocks.get(sku) ?? [0, 0];
}
