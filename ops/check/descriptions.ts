import { type DefinitionNode, parse, type StringValueNode } from 'graphql';

interface Described {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode;
}

/**
 * The names of all types, fields, arguments, input fields and enum values in the SDL that have no description. The one
 * argument `input` of a command is described by its type.
 */
export function undescribed(sdl: string): string[] {
  return parse(sdl)
    .definitions.flatMap(describable)
    .filter(lacksDescription)
    .map(([name]) => name);
}

function describable(definition: DefinitionNode): [string, Described][] {
  if (!('name' in definition) || definition.name === undefined) return [];
  const { name } = definition;
  const fields = 'fields' in definition ? (definition.fields ?? []) : [];
  const values = 'values' in definition ? (definition.values ?? []) : [];
  const members = [...fields, ...values].map((m): [string, Described] => [
    `${name.value}.${m.name.value}`,
    m,
  ]);
  const args = fields.flatMap((field) =>
    'arguments' in field
      ? argumentsOf(`${name.value}.${field.name.value}`, field.arguments).filter(
          ([, node]) => node.name.value !== 'input',
        )
      : [],
  );
  const own = 'arguments' in definition ? argumentsOf(name.value, definition.arguments) : [];
  return definition.kind.endsWith('Extension')
    ? [...members, ...args]
    : [[name.value, definition as Described], ...members, ...args, ...own];
}

const argumentsOf = (name: string, args: readonly Described[] = []): [string, Described][] =>
  args.map((arg) => [`${name}(${arg.name.value}:)`, arg]);

const lacksDescription = ([, node]: [string, Described]): boolean =>
  node.description === undefined || node.description.value.trim() === '';
