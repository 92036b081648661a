/** What the clients know of one order: what was acknowledged to them, and nothing else. */
export interface LedgerOrder {
  readonly id: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  status: 'PLACED' | 'PAID' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED';
  returned: Map<string, number>;
}

/** The books that the clients keep, by which the shop is judged. */
export interface Ledger {
  /** Units that came in, by SKU. */
  readonly received: Map<string, number>;
  readonly orders: Map<string, LedgerOrder>;
  products: number;
  /** What no client should ever see. */
  readonly violations: string[];
  readonly history: string[];
  /** How often what was answered. */
  readonly counts: Map<string, number>;
}

export const createLedger = (): Ledger => ({
  received: new Map(),
  orders: new Map(),
  products: 0,
  violations: [],
  history: [],
  counts: new Map(),
});

export const count = (ledger: Ledger, what: string): void =>
  void ledger.counts.set(what, (ledger.counts.get(what) ?? 0) + 1);

export const note = (ledger: Ledger, line: string): void =>
  void ledger.history.push(`${new Date().toISOString().slice(11, 23)} ${line}`);

/** How the shop should show it: an order of which everything came back is returned. */
export const shownStatus = ({ status, lines, returned }: LedgerOrder): string => {
  const back = [...returned.values()].reduce((sum, n) => sum + n, 0);
  const sold = lines.reduce((sum, line) => sum + line.quantity, 0);
  return status === 'DELIVERED' && back === sold ? 'RETURNED' : status;
};

/** Units in the house and units promised to orders, by what was acknowledged: received - shipped + returned. */
export function expectedStock(ledger: Ledger, sku: string): { onHand: number; reserved: number } {
  let onHand = ledger.received.get(sku) ?? 0;
  let reserved = 0;
  for (const { status, lines, returned } of ledger.orders.values()) {
    const quantity = lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
    if (status === 'PLACED' || status === 'PAID') reserved += quantity;
    if (status === 'SHIPPED' || status === 'DELIVERED') onHand -= quantity;
    onHand += returned.get(sku) ?? 0;
  }
  return { onHand, reserved };
}
