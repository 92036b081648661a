import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type EventContract, streamKinds } from './event.ts';

// What was published stays readable. `published.json` has the shape of every event and state as of the last release;
// `npm run events` writes it anew, and refuses to when a shape has changed in a way that a reader would notice.

/** A JSON Schema, as far as it is compared. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape | boolean;
  readonly prefixItems?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly additionalProperties?: Shape | boolean;
  /** What else there is to say of a value: limits, patterns, defaults. */
  readonly [other: string]: unknown;
}

/** The keywords that may change in a way that nobody notices; every other must stay as it is. */
const mayGrow = [
  'type',
  'properties',
  'required',
  'items',
  'prefixItems',
  'anyOf',
  'enum',
  'const',
  'additionalProperties',
];

const publishedFile = new URL('published.json', import.meta.url);
export const publishedShapes = (): Record<string, Shape> =>
  JSON.parse(readFileSync(publishedFile, 'utf8')) as Record<string, Shape>;

/** The shapes of today: `stock` of a state, `stock/StockReserved@1` of an event's data. */
export function currentShapes(): Record<string, Shape> {
  const shape = (schema: z.ZodType) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
    return rest as Shape;
  };
  return Object.fromEntries(
    Object.entries(streamKinds).flatMap(([kind, { state, events }]): [string, Shape][] => [
      [kind, shape(state)],
      ...Object.entries(events as Record<string, EventContract>).map(
        ([type, { version, data }]): [string, Shape] => [`${kind}/${type}@${version}`, shape(data)],
      ),
    ]),
  );
}

/**
 * What a reader of `before` would notice in `after`, and what a reader of `after` would miss in `before`: a field that
 * went away or is newly required, another type, a choice that went away, another limit or default. Fields that may be
 * missing can be added, and choices.
 */
export function incompatibilities(before: Shape, after: Shape | undefined, path: string): string[] {
  if (after === undefined) return [`${path} went away`];
  if (JSON.stringify(before.type) !== JSON.stringify(after.type))
    return [`${path} was ${String(before.type)}, is ${String(after.type)}`];
  const values = (shape: Shape) => [...(shape.enum ?? []), ...('const' in shape ? [shape.const] : [])];
  const gone = values(before).filter((value) => !values(after).includes(value));
  const required = (after.required ?? []).filter((name) => !(before.required ?? []).includes(name));
  const optional = (before.required ?? []).filter((name) => !(after.required ?? []).includes(name));
  const isFree = (shape: Shape) => values(shape).length === 0 && shape.anyOf === undefined;
  const others = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (keyword) => !mayGrow.includes(keyword) && !isDeepStrictEqual(before[keyword], after[keyword]),
  );
  const inner = (list: readonly Shape[] | undefined, other: readonly Shape[] | undefined, name: string) =>
    (list ?? []).flatMap((shape, index) =>
      incompatibilities(shape, other?.[index], `${path}.${name}[${index}]`),
    );
  return [
    ...(isFree(before) && !isFree(after) ? [`${path} takes only some values now`] : []),
    ...others.map((keyword) => `${path} has another ${keyword}`),
    ...(before.prefixItems?.length !== after.prefixItems?.length ? [`${path} has another length`] : []),
    ...gone.map((value) => `${path} is never ${JSON.stringify(value)} any more`),
    ...required.map((name) => `${path}.${name} is newly required`),
    ...optional.map((name) => `${path}.${name} may be missing now`),
    ...Object.entries(before.properties ?? {}).flatMap(([name, shape]) =>
      incompatibilities(shape, after.properties?.[name], `${path}.${name}`),
    ),
    ...one(before.items, after.items, `${path}[]`),
    ...inner(before.prefixItems, after.prefixItems, 'items'),
    ...inner(before.anyOf, after.anyOf, 'anyOf'),
    ...one(before.additionalProperties, after.additionalProperties, `${path}.*`),
  ];
}

const one = (
  before: Shape | boolean | undefined,
  after: Shape | boolean | undefined,
  path: string,
): string[] =>
  typeof before === 'object'
    ? incompatibilities(before, typeof after === 'object' ? after : undefined, path)
    : before === after
      ? []
      : [`${path} is ${typeof after === 'object' ? 'of one type' : String(after ?? true)} now`];

/** Every published shape that today's contracts break. A type whose version rose must keep its older versions readable by an upcast. */
export function brokenShapes(published: Record<string, Shape>, current: Record<string, Shape>): string[] {
  return Object.entries(published).flatMap(([name, shape]) =>
    current[name] === undefined && hasUpcast(name) ? [] : incompatibilities(shape, current[name], name),
  );
}

function hasUpcast(name: string): boolean {
  const match = /^(\w+)\/(\w+)@(\d+)$/.exec(name);
  if (match === null) return false;
  const events = streamKinds[match[1] as keyof typeof streamKinds]?.events as
    Record<string, EventContract> | undefined;
  return events?.[match[2]!]?.upcasts?.[Number(match[3])] !== undefined;
}

if (import.meta.main) {
  const current = currentShapes();
  const broken = brokenShapes(publishedShapes(), current);
  if (broken.length > 0)
    throw new Error(
      `Published events would become unreadable; see docs/events.md:\n- ${broken.join('\n- ')}`,
    );
  writeFileSync(publishedFile, `${JSON.stringify(current, null, 2)}\n`);
}
