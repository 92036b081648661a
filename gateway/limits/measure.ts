import { type DocumentNode, Kind, type SelectionSetNode, visit } from 'graphql';
import { type Fragments, fragmentsOf } from './fragments.ts';

/** How large the operations of a document are, with every fragment spread out; the largest operation counts. */
export interface Measures {
  /** Fields within fields. */
  readonly depth: number;
  /** Selection sets within selection sets: those of fields, of inline fragments and of fragments that are spread. */
  readonly nesting: number;
  /** Fields that an alias renames: what sends one request many times in one. */
  readonly aliases: number;
  /** Those of `__schema` and `__type`, and of all within: without them the schema is read once, however deep. */
  readonly introspectionAliases: number;
  /** Fields of Query or Subscription. */
  readonly rootFields: number;
  /** Fields of Mutation. */
  readonly commands: number;
  /** All selections. Fragments that spread fragments make it grow without the document growing. */
  readonly selections: number;
  /** Directives anywhere in the document. */
  readonly directives: number;
  /** Lists and objects within one another, in a value anywhere in the document. */
  readonly valueDepth: number;
}

/** Each fragment is measured once, however often it is spread. */
export function measure(document: DocumentNode): Measures {
  const selectionsOf = createMeasure(fragmentsOf(document));
  const operations = document.definitions.flatMap((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return [];
    const { fields, ...size } = selectionsOf(node.selectionSet);
    const isMutation = node.operation === 'mutation';
    return [{ ...size, rootFields: isMutation ? 0 : fields, commands: isMutation ? fields : 0 }];
  });
  let directives = 0;
  let level = 0;
  let valueDepth = 0;
  const deeper = {
    enter: () => void (valueDepth = Math.max(valueDepth, (level += 1))),
    leave: () => void (level -= 1),
  };
  visit(document, {
    Directive: () => void (directives += 1),
    ListValue: deeper,
    ObjectValue: deeper,
  });
  const most = (key: Exclude<keyof Measures, 'directives' | 'valueDepth'>) =>
    Math.max(0, ...operations.map((size) => size[key]));
  return {
    depth: most('depth'),
    nesting: most('nesting'),
    aliases: most('aliases'),
    introspectionAliases: most('introspectionAliases'),
    rootFields: most('rootFields'),
    commands: most('commands'),
    selections: most('selections'),
    directives,
    valueDepth,
  };
}

interface Size {
  readonly depth: number;
  readonly nesting: number;
  readonly aliases: number;
  readonly introspectionAliases: number;
  /** At this level. */
  readonly fields: number;
  readonly selections: number;
}
const NOTHING: Size = { depth: 0, nesting: 0, aliases: 0, introspectionAliases: 0, fields: 0, selections: 0 };
const beside = (a: Size, b: Size): Size => ({
  depth: Math.max(a.depth, b.depth),
  nesting: Math.max(a.nesting, b.nesting),
  aliases: a.aliases + b.aliases,
  introspectionAliases: a.introspectionAliases + b.introspectionAliases,
  fields: a.fields + b.fields,
  selections: a.selections + b.selections,
});

function createMeasure(fragments: Fragments) {
  const known = new Map<string, Size>();

  function ofFragment(name: string): Size {
    const size = known.get(name);
    if (size !== undefined) return size;
    const fragment = fragments.get(name);
    // A fragment that spreads itself, or is not there, is for the validation to refuse.
    known.set(name, NOTHING);
    const measured = fragment === undefined ? NOTHING : ofSelections(fragment.selectionSet);
    known.set(name, measured);
    return measured;
  }

  function ofSelections(set: SelectionSetNode): Size {
    const size = set.selections
      .map((selection): Size => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
        const inner = selection.selectionSet ? ofSelections(selection.selectionSet) : NOTHING;
        if (selection.kind === Kind.INLINE_FRAGMENT) return { ...inner, selections: inner.selections + 1 };
        const aliases = inner.aliases + (selection.alias === undefined ? 0 : 1);
        const isIntrospection = /^__(schema|type)$/.test(selection.name.value);
        return {
          depth: inner.depth + 1,
          nesting: inner.nesting,
          aliases,
          introspectionAliases: isIntrospection ? aliases : inner.introspectionAliases,
          fields: 1,
          selections: inner.selections + 1,
        };
      })
      .reduce(beside, NOTHING);
    return { ...size, nesting: size.nesting + 1 };
  }
  return ofSelections;
}
