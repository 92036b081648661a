import {
  type ConstDirectiveNode,
  Kind,
  parse,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  visit,
} from 'graphql';

const AVOIDED = ['requires', 'interfaceObject', 'provides', 'override'];

/** What these subgraphs use that the planner of @apollo/gateway 2.14 is known to get wrong, or that comes near it. */
export function plannerHoles(subgraphs: readonly string[]): string[] {
  const holes: string[] = [];
  const keys = new Map<string, Set<string>>();
  const onInterface = ({ name, directives }: TypeDefinitionNode | TypeExtensionNode) => {
    if (keysOf(directives).length > 0) holes.push(`the interface ${name.value} has a key`);
  };
  const onObject = ({ name, directives }: TypeDefinitionNode | TypeExtensionNode) => {
    const own = keysOf(directives);
    if (own.length > 1) holes.push(`${name.value} has several keys`);
    else keys.set(name.value, new Set([...(keys.get(name.value) ?? []), ...own]));
  };
  for (const sdl of subgraphs) {
    visit(parse(sdl), {
      Directive: ({ name }) => {
        if (AVOIDED.includes(name.value)) holes.push(`@${name.value} is used`);
      },
      InterfaceTypeDefinition: onInterface,
      InterfaceTypeExtension: onInterface,
      ObjectTypeDefinition: onObject,
      ObjectTypeExtension: onObject,
    });
  }
  for (const [name, all] of keys)
    if (all.size > 1)
      holes.push(`${name} has other keys elsewhere: ${[...all].map((key) => `"${key}"`).join(', ')}`);
  return holes;
}

const keysOf = (directives: readonly ConstDirectiveNode[] = []): string[] =>
  directives
    .filter(({ name }) => name.value === 'key')
    .flatMap(({ arguments: given = [] }) =>
      given.flatMap(({ name, value }) =>
        name.value === 'fields' && value.kind === Kind.STRING ? [value.value] : [],
      ),
    );
