import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from 'graphql';

/**
 * A validation rule: whether a subscription has its field is decided by no @skip and no @include. The specification says
 * so since September 2025; to graphql 16 a subscription may end up without a field, and a variable in its condition is a
 * fault. So a document that breaks it is not validated any further.
 */
export const noRootConditions = (context: ValidationContext): ASTVisitor => ({
  Document(document) {
    const spread = new Set<string>();
    const isConditional = ({ selections }: SelectionSetNode): boolean =>
      selections.some((selection) => {
        const { directives = [] } = selection;
        if (directives.some(({ name }) => name.value === 'skip' || name.value === 'include')) return true;
        if (selection.kind === Kind.INLINE_FRAGMENT) return isConditional(selection.selectionSet);
        if (selection.kind === Kind.FIELD || spread.has(selection.name.value)) return false;
        spread.add(selection.name.value);
        const fragment = context.getFragment(selection.name.value);
        return fragment != null && isConditional(fragment.selectionSet);
      });
    const nodes = document.definitions.filter(
      (node) =>
        node.kind === Kind.OPERATION_DEFINITION &&
        node.operation === 'subscription' &&
        isConditional(node.selectionSet),
    );
    if (nodes.length === 0) return undefined;
    context.reportError(
      new GraphQLError('Neither @skip nor @include may stand at the root of a subscription', { nodes }),
    );
    // An empty document in its place: visit goes on with what is returned.
    return { ...document, definitions: [] };
  },
});
