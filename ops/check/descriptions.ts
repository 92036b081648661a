import { type DefinitionNode, parse, type StringValueNode } from 'graphql';

interface Described {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode;
}

/** The names of all types, fields, input fields and enum values in the SDL that have no description. */
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
  return definition.kind.endsWith('Extension')
    ? members
    : [[name.value, definition as Described], ...members];
}

const lacksDescription = ([, node]: [string, Described]): boolean =>
  node.description === undefined || node.description.value.trim() === '';
