import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { fragmentsOf } from './fragments.ts';

// The cost of an operation as Apollo Router estimates it: each object of the answer costs 1, or what @cost says, a list
// as many times as @listSize says, and a command 10 on top. Nothing is executed to know it.

/** What a list of unknown length is taken to have. */
const ASSUMED_SIZE = 10;
const COMMAND_COST = 10;

interface FieldCost {
  readonly weight?: number;
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
  readonly sizedFields?: readonly string[];
}
/** The costs that an SDL declares, by `Type.field` and by `Type`. */
export type Costs = ReadonlyMap<string, FieldCost>;

/** Reads @cost and @listSize of a supergraph. */
export function readCosts(supergraphSdl: string): Costs {
  const costs = new Map<string, FieldCost>();
  for (const node of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const members = (node.fields ?? []).map(
      (field) => [`${node.name.value}.${field.name.value}`, field] as const,
    );
    for (const [name, { directives }] of [[node.name.value, node] as const, ...members]) {
      const cost = { ...argumentsOf('cost', directives), ...argumentsOf('listSize', directives) };
      if (Object.keys(cost).length > 0) costs.set(name, cost);
    }
  }
  return costs;
}

function argumentsOf(directive: string, given: readonly ConstDirectiveNode[] = []): FieldCost {
  const node = given.find(
    ({ name }) => name.value === directive || name.value === `federation__${directive}`,
  );
  return Object.fromEntries(
    (node?.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

/** What one operation is estimated to cost with these variables. The document must be valid. */
export function costOf(
  schema: GraphQLSchema,
  costs: Costs,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = fragmentsOf(document);
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
  const given = { ...defaults, ...variables };

  /** `sized`: how long the lists among these fields are, where the field above says it. */
  function costOfSelections(set: SelectionSetNode, parent: GraphQLNamedType, sized: Sized): number {
    let total = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        total += costOfField(selection, parent, sized);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value;
      const type = condition === undefined ? parent : (schema.getType(condition) ?? parent);
      total += costOfSelections(fragment.selectionSet, type, sized);
    }
    return total;
  }

  function costOfField(field: FieldNode, parent: GraphQLNamedType, sized: Sized): number {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return 0;
    const definition = parent.getFields()[field.name.value];
    if (definition === undefined) return 0;
    const declared = costs.get(`${parent.name}.${field.name.value}`) ?? {};
    const type = getNamedType(definition.type);
    const own = declared.weight ?? costs.get(type.name)?.weight ?? (isCompositeType(type) ? 1 : 0);
    const sliced = sizeOf(declared, field, given);
    const within: Sized = new Map((declared.sizedFields ?? []).map((name) => [name, sliced]));
    const inner = field.selectionSet ? costOfSelections(field.selectionSet, type, within) : 0;
    const isList = isListType(getNullableType(definition.type));
    const times = isList ? (sized.get(field.name.value) ?? sliced) : 1;
    return times * (own + inner) + (parent === schema.getMutationType() ? COMMAND_COST : 0);
  }

  const root = schema.getRootType(operation.operation);
  if (root == null) return 0;
  return costOfSelections(operation.selectionSet, root, new Map());
}

type Sized = ReadonlyMap<string, number>;

/** The largest number that a slicing argument has; a list of which nothing is said has the assumed size. */
function sizeOf(
  { assumedSize = ASSUMED_SIZE, slicingArguments = [] }: FieldCost,
  field: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const sizes = (field.arguments ?? [])
    .filter(({ name }) => slicingArguments.includes(name.value))
    .map(({ value }) => valueFromASTUntyped(value, variables))
    .filter((value) => typeof value === 'number');
  return sizes.length === 0 ? assumedSize : Math.max(0, ...sizes);
}
