import { Visitor } from '@swc/core/Visitor.js';
import { allExtensions } from 'dependency-cruiser';

// Without a parser for TypeScript the cruise would find nothing, and pass.
if (!allExtensions.some(({ extension, available }) => extension === '.ts' && available)) {
  throw new Error('dependency-cruiser cannot read .ts: @swc/core is missing or did not install');
}

// The walker of @swc/core 1.16 throws at `using`; what it declares is walked like any variable.
const visitStatement = Visitor.prototype['visitStatement'];
Visitor.prototype.visitStatement = function (statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  this.visitVariableDeclarators(statement.decls);
  return statement;
};

const tests = String.raw`\.test\.ts$|(^|/)test/|^ops/e2e/`;
const tools = String.raw`^ops/check|^[^/]+\.(ts|js)$|^bench/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
/** A folder of pure code: besides itself it may import the events and the positions in them, no package and nothing of Node. */
const pure = (name, folder) =>
  forbid(
    name,
    'Pure code imports itself, schema/events/ and schema/revision.ts only; time, ids and everything outside come in as arguments.',
    { path: folder, pathNot: tests },
    { pathNot: [folder, String.raw`^schema/(events/|revision\.ts$)`] },
  );

/** The import rules of CONTRIBUTING.md. */
export default {
  forbidden: [
    forbid('no-cycles', 'What imports each other is one thing: merge it, or cut it.', {}, { circular: true }),
    pure('domain-is-pure', '^subgraphs/command/domain/'),
    pure('projections-are-pure', '^subgraphs/query/indexer/projections/'),
    forbid(
      'gateway-knows-no-subgraph',
      'The gateway meets the subgraphs by URL, or by a function that a main.ts hands to it.',
      { path: '^gateway/' },
      { path: '^subgraphs/' },
    ),
    forbid(
      'subgraphs-are-strangers',
      'Command and query share the contracts in schema/ and nothing else.',
      { path: '^subgraphs/([^/]+)/' },
      { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
    ),
    forbid(
      'schema-is-a-leaf',
      'Everyone relies on the contracts, so they rely on no one.',
      { path: '^schema/' },
      { dependencyTypes: ['local'], pathNot: '^schema/' },
    ),
    forbid(
      'ops-is-wired-in-main',
      'Only main.ts files, bench/, ops/ itself and tests import ops/; all else gets what it needs as arguments.',
      { pathNot: [String.raw`(^|/)main\.ts$`, '^ops/', tests, tools] },
      { path: '^ops/' },
    ),
    forbid(
      'engines-stand-alone',
      'The embedded engines know nothing of what uses them.',
      { path: '^ops/engines/', pathNot: [String.raw`^ops/engines/main\.ts$`, tests] },
      { dependencyTypes: ['local'], pathNot: '^ops/engines/' },
    ),
    forbid(
      'no-test-code-in-the-product',
      'Test code is imported by tests only.',
      { pathNot: [tests, tools] },
      { path: tests, pathNot: 'node_modules' },
    ),
    forbid(
      'no-dev-dependencies',
      'The image is installed without devDependencies; types are gone by then.',
      { pathNot: [tests, tools] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'no-undeclared-packages',
      'A package that is imported stands in package.json.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbid('no-unresolvable', 'What is imported exists.', {}, { couldNotResolve: true }),
    forbid(
      'no-orphans',
      'A module that neither imports nor is imported is dead.',
      { orphan: true, pathNot: [tests, tools] },
      {},
    ),
  ],
  options: {
    // Reads the syntax tree as it is written, so that `import type` counts.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`^\.data/|^coverage/|^docs/` },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['main', 'types', 'typings'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
