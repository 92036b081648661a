import {
  defaultFieldResolver,
  type DirectiveNode,
  getDirectiveValues,
  getNamedType,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Viewer } from './viewer.ts';

/** What `@access` says. */
export interface Rule {
  readonly to: readonly string[];
  readonly owner?: string;
  readonly of?: string;
}

/** What the resolvers of a guarded schema are called with. */
export type Guarded<Context> = Context & { readonly viewer: Viewer };

/** Finds the customer whose something is, by the kind in `of`: undefined when there is no such thing. */
export type Owners<Context> = Readonly<
  Record<string, (id: string, context: Context) => Promise<string | undefined>>
>;

type Resolver<Context> = GraphQLFieldResolver<unknown, Context>;
type InputRules = ReadonlyMap<GraphQLInputField, Rule>;

interface Annotated {
  readonly directives?: readonly DirectiveNode[];
}

function ruleOf(
  schema: GraphQLSchema,
  at: { astNode?: Annotated | null | undefined; extensionASTNodes?: readonly Annotated[] },
): Rule | undefined {
  const directive = schema.getDirective('access');
  const directives = [at.astNode, ...(at.extensionASTNodes ?? [])].flatMap((node) => node?.directives ?? []);
  return directive ? (getDirectiveValues(directive, { directives }) as Rule | undefined) : undefined;
}

function inputRulesOf(schema: GraphQLSchema): InputRules {
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const fields = inputs.flatMap((type) => Object.values(type.getFields()));
  return new Map(
    fields.flatMap((field): [GraphQLInputField, Rule][] => {
      const rule = ruleOf(schema, field);
      return rule === undefined ? [] : [[field, rule]];
    }),
  );
}

const hasRole = ({ to }: Rule, { roles }: Viewer): boolean =>
  to.includes('anonymous') || roles.includes('admin') || roles.some((role) => to.includes(role));

/**
 * Enforces the schema's `@access`, in place. A field is asked for by whoever its rule lets in, with an input that they
 * may give, before its resolver runs; an object of a type with a rule is seen by those of the rule only: to others it is
 * missing, as an unknown one. Throws where a query, a command or a subscription has no rule: anybody could ask for it.
 */
export function guard<Context extends { readonly viewer: Viewer }>(
  schema: GraphQLSchema,
  owners: Owners<Context> = {},
): GraphQLSchema {
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    for (const [name, field] of Object.entries(root?.getFields() ?? {}))
      // What federation adds begins with one of these: who sees an entity is the rule of its type.
      if (!name.startsWith('_') && ruleOf(schema, field) === undefined)
        throw new Error(`${root!.name}.${name} does not say with @access who may ask`);
  const inputRules = inputRulesOf(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      guardEvents(schema, field);
      guardObjects(schema, field);
      guardField(schema, field, owners, inputRules);
    }
    guardReferences(schema, type);
  }
  return schema;
}

function guardField<Context extends { readonly viewer: Viewer }>(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, Context>,
  owners: Owners<Context>,
  inputRules: InputRules,
): void {
  const rule = ruleOf(schema, field);
  if (rule === undefined || rule.to.includes('anonymous')) return;
  const guarded =
    (resolve: Resolver<Context>): Resolver<Context> =>
    async (source, args, context, info) => {
      const { viewer } = context;
      if (!hasRole(rule, viewer) && !(await ownsArguments(rule, args, context, owners))) throw refuse(viewer);
      const foreign = new Map([...inputRules].filter(([, inputRule]) => !hasRole(inputRule, viewer)));
      // Who may give everything is not looked after: a bulk command has thousands of fields.
      for (const { name, type } of foreign.size > 0 ? field.args : [])
        for (const [given, path] of givenFields(type, (args as Record<string, unknown>)[name], name))
          if (foreign.has(given)) throw forbidden(`${path} is not for you to give`);
      return resolve(source, args, context, info);
    };
  field.resolve = guarded(field.resolve ?? defaultFieldResolver);
  // Who may not ask is told so at once, and watches nothing.
  if (field.subscribe) field.subscribe = guarded(field.subscribe);
}

async function ownsArguments<Context extends { readonly viewer: Viewer }>(
  { owner, of }: Rule,
  args: unknown,
  context: Context,
  owners: Owners<Context>,
): Promise<boolean> {
  const { customerId } = context.viewer;
  if (owner === undefined || !isCustomer(context.viewer)) return false;
  const named = at(args, owner);
  if (typeof named !== 'string') return false;
  return customerId === (of === undefined ? named : await owners[of]?.(named, context));
}

/** Each field of an input object that is given in the value of an argument, and its path. */
function* givenFields(
  type: GraphQLInputType,
  value: unknown,
  path: string,
): Generator<[GraphQLInputField, string]> {
  if (value == null) return;
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner))
    for (const [i, item] of (value as unknown[]).entries())
      yield* givenFields(inner.ofType, item, `${path}.${i}`);
  if (!isInputObjectType(inner)) return;
  for (const field of Object.values(inner.getFields())) {
    const given = (value as Record<string, unknown>)[field.name];
    if (given == null) continue;
    yield [field, `${path}.${field.name}`];
    yield* givenFields(field.type, given, `${path}.${field.name}`);
  }
}

/** A customer without an id owns nothing, not even what has no owner. */
const isCustomer = ({ roles, customerId }: Viewer): boolean =>
  roles.includes('customer') && customerId !== undefined && customerId !== '';

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);

const maySee = (rule: Rule, object: unknown, viewer: Viewer): boolean =>
  hasRole(rule, viewer) ||
  (rule.owner !== undefined && isCustomer(viewer) && at(object, rule.owner) === viewer.customerId);

/** The rule of the objects that the field answers with. */
function ruleOfAnswer(schema: GraphQLSchema, field: GraphQLField<unknown, never>): Rule | undefined {
  const type = getNamedType(field.type);
  return isObjectType(type) ? ruleOf(schema, type) : undefined;
}

/** A field that answers with an object which has a rule: null, or an error where it cannot be null. */
function guardObjects<Context extends { readonly viewer: Viewer }>(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, Context>,
): void {
  const rule = ruleOfAnswer(schema, field);
  if (rule === undefined) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = async (source, args, context, info) => {
    const object: unknown = await resolve(source, args, context, info);
    if (object == null || maySee(rule, object, context.viewer)) return object;
    if (isNonNullType(field.type) || isStranger(context.viewer)) throw refuse(context.viewer);
    return null;
  };
}

/**
 * A subscription to an object which has a rule: to others it is missing once, as an unknown one is, and nothing more
 * comes, as it would tell that there is something which changes.
 */
function guardEvents<Context extends { readonly viewer: Viewer }>(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, Context>,
): void {
  const rule = ruleOfAnswer(schema, field);
  const { subscribe } = field;
  if (rule === undefined || subscribe === undefined) return;
  field.subscribe = async (source, args, context, info) => {
    const events = (await subscribe(source, args, context, info)) as AsyncIterable<Record<string, unknown>>;
    return eventsFor(events, (event) => {
      const object = event[field.name];
      return object == null || maySee(rule, object, context.viewer) ? event : { [field.name]: null };
    });
  };
}

async function* eventsFor<Event>(events: AsyncIterable<Event>, show: (event: Event) => Event) {
  let isFirst = true;
  for await (const event of events) {
    const shown = show(event);
    if (isFirst || shown === event) yield shown;
    isFirst = false;
  }
}

type ResolveReference = (reference: { id: string }, context: { viewer: Viewer }, info: unknown) => unknown;
interface SubgraphExtension {
  resolveReference?: ResolveReference;
}

/** A reference is never null, which a router would drop without a word: what may not be seen is not there. */
function guardReferences(schema: GraphQLSchema, type: GraphQLObjectType): void {
  const rule = ruleOf(schema, type);
  const extension = (type.extensions['apollo'] as { subgraph?: SubgraphExtension } | undefined)?.subgraph;
  const resolve = extension?.resolveReference;
  if (rule === undefined || extension === undefined || resolve === undefined) return;
  extension.resolveReference = async (reference, context, info) => {
    if (isStranger(context.viewer) && !hasRole(rule, context.viewer)) throw refuse(context.viewer);
    const object = await resolve(reference, context, info);
    if (maySee(rule, object, context.viewer)) return object;
    throw new GraphQLError(`There is no ${type.name} ${reference.id}`, { extensions: { code: 'NOT_FOUND' } });
  };
}

/** Who has shown no token; one without roles is one. */
const isStranger = ({ roles, expiresAt }: Viewer): boolean => roles.length === 0 && expiresAt === undefined;

const refuse = (viewer: Viewer): GraphQLError =>
  isStranger(viewer)
    ? new GraphQLError('This needs a token', { extensions: { code: 'UNAUTHENTICATED' } })
    : forbidden('This is not for you');

const forbidden = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
