/** Loaded entities, to be found by their ids. */
export const byId = <E extends { readonly id: string }>(entities: readonly E[]): Map<string, E> =>
  new Map(entities.map((entity) => [entity.id, entity]));
