import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

const TEXTS = [
  ...[
    '',
    ' ',
    'a',
    'Kettle',
    '0',
    '-1',
    'null',
    'undefined',
    '../../etc/passwd',
    "' OR 1=1 --",
    '"; DROP TABLE orders',
  ],
  ...[
    '\u0000',
    '\ud800',
    '🚲'.repeat(40),
    'x'.repeat(3_000),
    '*:*',
    'product@0.1',
    'product@0.999999',
    '{"match_all":{}}',
  ],
  ...[
    '2026-01-01T00:00:00.000Z',
    'EUR',
    'https://example.com/a.png',
    '__proto__',
    'constructor',
    '%00',
    '\\',
    '\n',
  ],
];
const NUMBERS = [
  0,
  1,
  -1,
  5,
  20,
  100,
  101,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 53 - 1,
  2 ** 53,
  0.5,
  1e300,
];

/** An operation of this schema with random fields and arguments: mostly valid, its values often not sensible. */
export function randomOperation(schema: GraphQLSchema, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const chance = (probability: number): boolean => random() < probability;

  function literal(type: GraphQLInputType, depth: number): string {
    if (chance(0.03)) return pick(['null', '"?"', '[]', '{}', '1', 'true', 'UNKNOWN']);
    if (isNonNullType(type)) return literal(type.ofType, depth);
    if (chance(0.1)) return 'null';
    if (isListType(type))
      return `[${Array.from({ length: pick([0, 1, 2, 3]) }, () => literal(type.ofType, depth + 1)).join(', ')}]`;
    if (isInputObjectType(type)) return `{ ${entries(Object.values(type.getFields()), depth + 1)} }`;
    if (isEnumType(type)) return pick(type.getValues()).name;
    if (type.name === 'Boolean') return pick(['true', 'false']);
    if (['Int', 'SafeInt', 'Float'].includes(type.name)) return String(pick(NUMBERS));
    return JSON.stringify(pick(TEXTS));
  }

  const entries = (fields: readonly (GraphQLArgument | GraphQLInputField)[], depth: number): string =>
    fields
      .filter(({ type }) => (isNonNullType(type) ? chance(0.97) : chance(depth > 3 ? 0.2 : 0.4)))
      .map(({ name, type }) => `${name}: ${literal(type, depth)}`)
      .join(', ');

  function selections(type: GraphQLNamedType, depth: number): string {
    if (!isObjectType(type) && !isInterfaceType(type)) return '{ __typename }';
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < 4 || !isCompositeType(getNamedType(field.type)),
    );
    const chosen = fields.filter(() => chance(depth === 0 ? 0.15 : 0.4));
    const texts = (chosen.length > 0 ? chosen : [pick(fields)]).map((field, i) => {
      const inner = getNamedType(field.type);
      const args = field.args.length > 0 ? entries(field.args, 0) : '';
      const alias = chance(0.2) || depth === 0 ? `f${i}: ` : '';
      return `${alias}${field.name}${args && `(${args})`}${chance(0.05) ? ' @skip(if: true)' : ''} ${isCompositeType(inner) ? selections(inner, depth + 1) : ''}`;
    });
    const possible = isAbstractType(type) ? [pick(schema.getPossibleTypes(type))] : [];
    const fragments = possible.map((each) => `... on ${each.name} ${selections(each, depth + 1)}`);
    return `{ ${[...texts, ...fragments, ...(chance(0.2) ? ['__typename'] : [])].join(' ')} }`;
  }

  const kind = chance(0.35) ? 'mutation' : 'query';
  return `${kind} ${selections((kind === 'mutation' ? schema.getMutationType() : schema.getQueryType())!, 0)}`;
}
