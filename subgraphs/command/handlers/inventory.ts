import { type BulkCommand, decideRows, validRows } from '../domain/bulk.ts';
import type { Decision } from '../domain/decision.ts';
import { type Stock, type UpdateProductStock, updateProductStock } from '../domain/stock.ts';
import type { CommandHandler } from '../handle-command.ts';
import type { Connection } from '../mysql/connect.ts';
import { findMovements, lockStocks } from '../mysql/stocks.ts';

interface StocksContext {
  readonly stocks: Map<string, Stock>;
  readonly references: Map<string, string>;
}
const loadStocks = async (
  connection: Connection,
  rows: readonly UpdateProductStock[],
): Promise<StocksContext> => {
  const [stocks, references] = await Promise.all([
    lockStocks(connection, new Set(rows.map(({ sku }) => sku))),
    findMovements(
      connection,
      rows.map(({ externalReference }) => externalReference),
    ),
  ]);
  return {
    stocks: new Map(stocks.map((stock) => [stock.state.sku, stock])),
    references,
  };
};
const decideStock = (command: UpdateProductStock, { stocks, references }: StocksContext): Decision =>
  updateProductStock(command, {
    stock: stocks.get(command.sku),
    referencedBy: references.get(command.externalReference ?? ''),
  });

/** Commands on stock. */
export const inventory = {
  updateProductStock: {
    load: (connection, command) => loadStocks(connection, [command]),
    decide: decideStock,
  } satisfies CommandHandler<UpdateProductStock, StocksContext>,
  updateStocks: {
    load: (connection, { rows }) => loadStocks(connection, validRows(rows)),
    decide: (command, context) =>
      decideRows(
        command,
        (row) => decideStock(row, context),
        (change) => {
          if (change.kind !== 'stock' || change.happening.type !== 'ProductStockUpdated') return;
          const { externalReference } = change.happening.data;
          context.stocks.set(change.state.sku, change);
          if (externalReference !== null) context.references.set(externalReference, change.id);
        },
      ),
  } satisfies CommandHandler<BulkCommand<UpdateProductStock>, StocksContext>,
};
