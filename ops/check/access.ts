import { type ConstDirectiveNode, parse, valueFromASTUntyped } from 'graphql';

const ROLES = ['anonymous', 'customer', 'staff', 'admin'];

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Queries, commands and subscriptions of which nobody has said who may ask, and rules that name a role that there is not. */
export function undeclaredAccess(sdl: string): string[] {
  return parse(sdl).definitions.flatMap((node) => {
    if (!('fields' in node)) return [];
    const isRoot = ROOTS.includes(node.name.value);
    return [
      ...badRoles(node.name.value, node.directives),
      ...(node.fields ?? []).flatMap((field) => {
        const name = `${node.name.value}.${field.name.value}`;
        const missing = isRoot && !field.directives?.some(isAccess);
        return [
          ...(missing ? [`${name} does not say with @access who may ask`] : []),
          ...badRoles(name, field.directives),
        ];
      }),
    ];
  });
}

const isAccess = ({ name }: ConstDirectiveNode): boolean => name.value === 'access';

const badRoles = (at: string, directives: readonly ConstDirectiveNode[] = []): string[] =>
  directives.filter(isAccess).flatMap(({ arguments: args = [] }) => {
    const to = args.find(({ name }) => name.value === 'to');
    const roles = (to ? valueFromASTUntyped(to.value) : []) as string[];
    return roles.filter((role) => !ROLES.includes(role)).map((role) => `${at}: there is no role ${role}`);
  });
