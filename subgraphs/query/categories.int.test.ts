import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { DomainEvent } from '../../schema/events/event.ts';
import { startTandem, type Tandem } from '../../ops/test/tandem.ts';
import type { Role } from '../../ops/role.ts';
import { startQuery } from './main.ts';
import { categoryEvent, vectorFor } from './test/events.ts';
import { ask, createWorld, signToken, type World } from './test/world.ts';

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly children?: readonly Shown[];
}

/** Names, with those below in brackets. */
const outline = (categories: readonly Shown[]): string =>
  categories
    .map(({ name, children = [] }) => (children.length > 0 ? `${name} (${outline(children)})` : name))
    .join(', ');

describe('the categories of a shop, with the token of each command', () => {
  let tandem: Tandem;
  beforeAll(async () => void (tandem = await startTandem()));
  afterAll(() => tandem[Symbol.asyncDispose]());

  /** Gives a command, and answers with its category's id and its token. */
  async function run(command: string, input: object) {
    const type = `${command[0]!.toUpperCase()}${command.slice(1)}Input!`;
    const { data, errors } = await tandem.ask(
      `mutation ($input: ${type}) { done: ${command}(input: $input) { categoryId consistencyToken userErrors { message } } }`,
      { input },
    );
    expect([errors, data.done.userErrors]).toEqual([undefined, []]);
    return { id: data.done.categoryId as string, token: data.done.consistencyToken as string };
  }
  const NESTED = 'id name children { id name children { id name } }';
  /** The tree no older than that write, as an argument and as a header say. */
  async function tree(token: string): Promise<string> {
    const answers = [
      await tandem.ask(`query ($t: String) { rootCategories(asOf: $t) { ${NESTED} } }`, { t: token }),
      await tandem.ask(`{ rootCategories { ${NESTED} } }`, {}, { 'x-consistency-token': token }),
    ];
    const [argument, header] = answers.map(({ data, errors }) => {
      expect(errors).toBeUndefined();
      return outline(data.rootCategories as Shown[]);
    });
    expect(header).toBe(argument);
    return argument!;
  }

  it('shows each where it was put, by name, and nowhere else', async () => {
    const home = await run('defineCategory', { name: 'Home' });
    expect(await tree(home.token)).toBe('Home');
    const bikes = await run('defineCategory', { name: 'bikes' });
    expect(await tree(bikes.token)).toBe('bikes, Home');
    const pans = await run('defineCategory', { name: 'Pans', parentId: home.id });
    const kettles = await run('defineCategory', { name: 'Kettles', parentId: home.id });
    expect(await tree(kettles.token)).toBe('bikes, Home (Kettles, Pans)');
    const renamed = await run('renameCategory', { categoryId: kettles.id, name: 'Water kettles' });
    expect(await tree(renamed.token)).toBe('bikes, Home (Pans, Water kettles)');
    const moved = await run('moveCategory', { categoryId: pans.id, parentId: bikes.id });
    expect(await tree(moved.token)).toBe('bikes (Pans), Home (Water kettles)');
    const deeper = await run('moveCategory', { categoryId: bikes.id, parentId: home.id });
    expect(await tree(deeper.token)).toBe('Home (bikes (Pans), Water kettles)');
    const root = await run('moveCategory', { categoryId: pans.id });
    expect(await tree(root.token)).toBe('Home (bikes, Water kettles), Pans');
  });

  it('shows what a command wrote below the category that it answers with', async () => {
    const above = await run('defineCategory', { name: 'Above' });
    const { data } = await tandem.ask(
      `mutation ($id: ID!) { defineCategory(input: { name: "Below", parentId: $id }) {
        category { path { name children { name } } } } }`,
      { id: above.id },
    );
    expect(data.defineCategory.category.path).toEqual([
      { name: 'Above', children: [{ name: 'Below' }] },
      { name: 'Below', children: [] },
    ]);
  });

  it('takes three levels, and refuses five as too costly', async () => {
    const levels = (count: number): string => (count === 0 ? 'id' : `id children { ${levels(count - 1)} }`);
    const { errors } = await tandem.ask(`{ rootCategories { ${levels(2)} } }`);
    expect(errors).toBeUndefined();
    const refused = await tandem.ask(`{ rootCategories { ${levels(4)} } }`);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE' } }]);
  });
});

describe('the tree of categories, as its events arrive', () => {
  let world: World;
  let query: Role;
  beforeAll(async () => {
    world = await createWorld();
    await world.ensureIndices();
    query = await startQuery(world.config, world.log);
  });
  afterAll(async () => {
    await query.stop();
    await world.destroy();
  });
  const roots = async (...events: readonly DomainEvent[]): Promise<string> => {
    const headers = { 'x-consistency-token': signToken(vectorFor(...events)) };
    const text = '{ rootCategories { id name children { id name } } }';
    const { data, errors } = await ask(query.url, text, {}, headers);
    expect(errors).toBeUndefined();
    return outline(data!['rootCategories']);
  };

  test('a child that comes before its parent waits for it', async () => {
    const [child, parent] = [categoryEvent('child', 'Child', 'parent'), categoryEvent('parent', 'Parent')];
    await world.index(child);
    expect(await roots(child)).toBe('');
    await world.index(parent);
    expect(await roots(parent)).toBe('Parent (Child)');
  });

  test('two that stand below each other for a moment are below no root, and end', async () => {
    // The first of them was a root by then, of which the event has yet to arrive.
    const circle = [categoryEvent('a', 'A', 'b'), categoryEvent('b', 'B', 'a')] as const;
    await world.index(...circle);
    expect(await roots(...circle)).toBe('Parent (Child)');
    const token = signToken(vectorFor(...circle));
    const { data } = await ask(
      query.url,
      'query ($t: String) { category(id: "a", asOf: $t) { children { id children { id } path { id } } } }',
      { t: token },
    );
    const children = [{ id: 'b', children: [{ id: 'a' }], path: [{ id: 'a' }, { id: 'b' }] }];
    expect(data).toEqual({ category: { children } });
    const out = categoryEvent('a', 'A', null, 2);
    await world.index(out);
    expect(await roots(out)).toBe('A (B), Parent (Child)');
  });

  test('what is demanded of other things is not waited for', async () => {
    const token = signToken({ 'product-late': { epoch: 0, revision: 1 } });
    const { errors } = await ask(
      query.url,
      '{ rootCategories { id } }',
      {},
      { 'x-consistency-token': token },
    );
    expect(errors).toBeUndefined();
  });

  test('one answer lists so many, and is refused before it is made of more', async () => {
    const names = Array.from({ length: 150 }, (_, i) => `wide-${i}`);
    const all = [categoryEvent('wide'), ...names.map((name) => categoryEvent(name, name, 'wide'))];
    await world.index(...all);
    const listing = (fields: string) =>
      ask(query.url, `query ($t: String) { category(id: "wide", asOf: $t) { children { id ${fields} } } }`, {
        t: signToken(vectorFor(...all.slice(-1))),
      });
    const { data, errors } = await listing('children { id }');
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ category: { children: { length: 150 } } });
    const refused = await listing('path { children { id } }'); // 150 * 150
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'children' } }]);
  });

  test('each shows its revision and when it changed, as a read by id does', async () => {
    const fields = 'id revision name parentId updatedAt';
    const { data } = await ask(
      query.url,
      `query ($t: String) { rootCategories(asOf: $t) { children { ${fields} } } category(id: "child") { ${fields} } }`,
      { t: signToken(vectorFor(categoryEvent('child', 'Child', 'parent'))) },
    );
    const { rootCategories, category } = data as unknown as Record<'rootCategories' | 'category', object>;
    expect(rootCategories).toContainEqual({ children: [category] });
  });
});
