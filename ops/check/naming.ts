import {
  type GraphQLField,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
} from 'graphql';

const TYPE = /^[A-Z][A-Za-z0-9]*$/;
const MEMBER = /^[a-z][A-Za-z0-9]*$/;
const INPUT = /(Input|Filter|Range)$/;
const VALUE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
const capitalized = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** Names that are not as all the others, so that a client could not guess them. */
export function badNames(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  return types.flatMap((type) => {
    const problems = TYPE.test(type.name) ? [] : [`${type.name}: a type is written LikeThis`];
    if (isEnumType(type))
      problems.push(
        ...type
          .getValues()
          .flatMap(({ name }) =>
            VALUE.test(name) ? [] : [`${type.name}.${name}: a value is written LIKE_THIS`],
          ),
      );
    if (isInputObjectType(type) && !INPUT.test(type.name))
      problems.push(`${type.name}: the name of an input type ends in Input, Filter or Range`);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
      problems.push(
        ...Object.values(type.getFields()).flatMap((field) =>
          badMembers(type.name, field.name, 'args' in field ? field : undefined),
        ),
      );
    if (type === schema.getMutationType())
      problems.push(...Object.values(schema.getMutationType()!.getFields()).flatMap(badMutation));
    return problems;
  });
}

function badMembers(type: string, name: string, field: GraphQLField<unknown, unknown> | undefined): string[] {
  const args = (field?.args ?? []).map((arg) => arg.name);
  return [name, ...args].flatMap((each) =>
    MEMBER.test(each) ? [] : [`${type}.${name}: fields and arguments are written likeThis: ${each}`],
  );
}

/** A command takes one input and answers with a payload, both named after it. */
function badMutation({ name, args, type }: GraphQLField<unknown, unknown>): string[] {
  const [input, payload] = [`${capitalized(name)}Input!`, `${capitalized(name)}Payload!`];
  const takes = args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ');
  return [
    ...(takes === `input: ${input}` ? [] : [`Mutation.${name} takes (${takes}), not (input: ${input})`]),
    ...(String(type) === payload
      ? []
      : [`Mutation.${name} answers with ${String(type)}, not with ${payload}`]),
  ];
}

/** A client document has one operation with its fragments, or one fragment, and is called after it: `list-orders.graphql`. */
export function badDocumentNames(documents: Readonly<Record<string, string>>): string[] {
  return Object.entries(documents).flatMap(([file, text]) => {
    const { definitions } = parse(text);
    const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    const [subject, another] = operations.length > 0 ? operations : fragments;
    const name = subject?.name?.value ?? '';
    if (another !== undefined || !TYPE.test(name))
      return [`${file}: one operation, or one fragment, with a name LikeThis`];
    const expected = name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
    return file === `${expected}.graphql` ? [] : [`${file}: should be called ${expected}.graphql`];
  });
}
