type Fields = Record<string, unknown>;

/** The latest event of a stream, as the log in MySQL has it. */
export interface Latest {
  readonly kind: string;
  readonly id: string;
  readonly epoch: number;
  readonly revision: number;
  readonly occurredAt: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- as it was written
  readonly state: any;
}

/** The read model that shows each kind of stream. */
export const modelOf: Readonly<Record<string, string>> = {
  ...{ product: 'products', stock: 'products', rating: 'products' },
  ...{ category: 'categories', order: 'orders', customer: 'customers', review: 'reviews', batch: 'batches' },
};

/** The section that a document must show of a stream: told here once more, and not by the code that is judged. */
export function expectedSection({ kind, id, revision, occurredAt, state }: Latest): Fields {
  const stamp = { revision, occurredAt };
  switch (kind) {
    case 'stock': {
      const { onHand, reserved } = state;
      return { ...stamp, onHand, reserved, available: onHand - reserved };
    }
    case 'rating': {
      const { count, sum, histogram } = state;
      return { ...stamp, count, average: count === 0 ? null : sum / count, histogram };
    }
    case 'order':
      return {
        ...stamp,
        ...named(id, state),
        lines: state.lines.map((line: Fields) => orderLine(line, state)),
      };
    default:
      return { ...stamp, ...named(id, state) };
  }
}

/** A document calls its own stream `id`. A batch has no id of its own. */
function named(id: string, state: Fields): Fields {
  const own = Object.entries(state).filter(([key, value]) => !(key.endsWith('Id') && value === id));
  return { ...(own.length < Object.keys(state).length && { id }), ...Object.fromEntries(own) };
}

function orderLine(line: Fields, order: { status: string; total: { currency: string } }): Fields {
  const { quantity, unitPriceMinor, returned } = line as Record<string, number>;
  const cancelled = order.status === 'CANCELLED' ? quantity! : returned!;
  return {
    ...line,
    ...{ currency: order.total.currency, totalMinor: unitPriceMinor! * quantity! },
    ...{ cancelled, cancelledMinor: unitPriceMinor! * cancelled },
  };
}
