import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Names streams and the revision of each, for example of a product and of its stock. Opaque: compare it through the API only. */
  Revision: { input: string; output: string; }
  /** A whole number from -(2^53 - 1) to 2^53 - 1, the range that JSON and JavaScript carry exactly. */
  SafeInt: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** A property of a product, for example colour: black. */
export type AttributeInput = {
  /** 1 to 100 characters; each name once per product. */
  name: Scalars['String']['input'];
  /** 1 to 1,000 characters. */
  value: Scalars['String']['input'];
};

/** What places an order. */
export type CreateOrderInput = {
  /** Who orders. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** The order's number in another system, unique for good. 1 to 255 characters. */
  externalReference?: InputMaybe<Scalars['String']['input']>;
  /** The same key gives the same answer: send the same one to try again. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What is ordered: 1 to 2,000 lines, all in one currency. A SKU may stand in several lines. */
  lines: Array<OrderLineInput>;
};

/** The answer to createOrder. */
export type CreateOrderPayload = {
  __typename?: 'CreateOrderPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The order as placed; null when refused. */
  order: Maybe<Order>;
  /** The order's id, there even when the read model is behind; null when refused. */
  orderId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** A picture of a product. */
export type ImageInput = {
  /** What the picture shows, up to 1,000 characters. */
  alt?: InputMaybe<Scalars['String']['input']>;
  /** An absolute http or https URL of up to 2,000 characters. */
  url: Scalars['String']['input'];
};

/** Returned when an order asks for more units of a product than are available. The demand of all lines with the SKU is summed. */
export type InsufficientStock = UserError & {
  __typename?: 'InsufficientStock';
  /** Units that could be ordered. */
  available: Scalars['Int']['output'];
  /** INSUFFICIENT_STOCK. */
  code: UserErrorCode;
  /** The reason in words, for a developer to read. */
  message: Scalars['String']['output'];
  /** The first line that asks for the product. */
  path: Array<Scalars['String']['output']>;
  /** Units asked for, over all lines. */
  requested: Scalars['Int']['output'];
  /** The product that lacks stock. */
  sku: Scalars['String']['output'];
};

/** Returned when the input itself, or the state it meets, forbids the command; the code tells why. */
export type InvalidInput = UserError & {
  __typename?: 'InvalidInput';
  /** What kind of reason. */
  code: UserErrorCode;
  /** The reason in words, for a developer to read. */
  message: Scalars['String']['output'];
  /** The argument at fault. */
  path: Array<Scalars['String']['output']>;
};

/** An amount of money in the minor unit of its currency: 1999 EUR is 19.99 euros. */
export type MoneyInput = {
  /** The amount in minor units, 0 or more. */
  amountMinor: Scalars['SafeInt']['input'];
  /** The ISO 4217 code of the currency, for example EUR. */
  currency: Scalars['String']['input'];
};

/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Places an order and reserves its stock. */
  createOrder: CreateOrderPayload;
  /** Makes a product visible in the catalogue and open for orders. */
  publishProduct: PublishProductPayload;
  /** Adds a product to the catalogue. */
  registerProduct: RegisterProductPayload;
  /** Receives, adjusts or counts the stock of a product. */
  updateProductStock: UpdateProductStockPayload;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationCreateOrderArgs = {
  input: CreateOrderInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationPublishProductArgs = {
  input: PublishProductInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationRegisterProductArgs = {
  input: RegisterProductInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationUpdateProductStockArgs = {
  input: UpdateProductStockInput;
};

/** A customer's order. Commands answer with its key; every other field comes from the read model, at least as new as the command. */
export type Order = {
  __typename?: 'Order';
  /** Identifies the order for good. */
  id: Scalars['ID']['output'];
  /** The least revision that a read of this order must show. */
  revision: Scalars['Revision']['output'];
};

/** One line of an order. */
export type OrderLineInput = {
  /** How many units: 1 to 1,000,000. */
  quantity: Scalars['Int']['input'];
  /** The product ordered. */
  sku: Scalars['String']['input'];
};

/** A product of the catalogue. Commands answer with its key; every other field comes from the read model, at least as new as the command. */
export type Product = {
  __typename?: 'Product';
  /** Identifies the product for good. */
  id: Scalars['ID']['output'];
  /** The least revision that a read of this product must show. */
  revision: Scalars['Revision']['output'];
};

/** What publishes a product. */
export type PublishProductInput = {
  /** Refuse with STALE_REVISION unless the product is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** The same key gives the same answer: send the same one to try again. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The product to publish. */
  productId: Scalars['ID']['input'];
};

/** The answer to publishProduct. */
export type PublishProductPayload = {
  __typename?: 'PublishProductPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product as published; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What registers a product. */
export type RegisterProductInput = {
  /** Up to 500 properties, in the order to show them. */
  attributes?: InputMaybe<Array<AttributeInput>>;
  /** 1 to 100 characters. */
  brand?: InputMaybe<Scalars['String']['input']>;
  /** Up to 20,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The same key gives the same answer: send the same one to try again. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Up to 50 pictures, the first is the main one. */
  images?: InputMaybe<Array<ImageInput>>;
  /** 1 to 500 characters. */
  name: Scalars['String']['input'];
  /** What one unit costs. A product without a price cannot be published. */
  price?: InputMaybe<MoneyInput>;
  /** Publish it at once. */
  publish?: InputMaybe<Scalars['Boolean']['input']>;
  /** The shop's own number of the product, unique, compared byte by byte. 1 to 100 characters. */
  sku: Scalars['String']['input'];
};

/** The answer to registerProduct. */
export type RegisterProductPayload = {
  __typename?: 'RegisterProductPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product as registered; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** Returned when the entity has changed since the revision that the client expected. */
export type StaleRevision = UserError & {
  __typename?: 'StaleRevision';
  /** STALE_REVISION. */
  code: UserErrorCode;
  /** The revision now. */
  current: Scalars['Revision']['output'];
  /** The reason in words, for a developer to read. */
  message: Scalars['String']['output'];
  /** The argument that names the expected revision. */
  path: Array<Scalars['String']['output']>;
};

/** What changes the stock of a product: exactly one of delta and set. */
export type UpdateProductStockInput = {
  /** Units to add, or to take away when negative. */
  delta?: InputMaybe<Scalars['Int']['input']>;
  /** Refuse with STALE_QUANTITY unless this many units are on hand. */
  expectedQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** The same key gives the same answer: send the same one to try again. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why, for the ledger. Up to 500 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** The number of units that were counted. */
  set?: InputMaybe<Scalars['Int']['input']>;
  /** The product whose stock changes. */
  sku: Scalars['String']['input'];
};

/** The answer to updateProductStock. */
export type UpdateProductStockPayload = {
  __typename?: 'UpdateProductStockPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product with its new stock; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** A reason for refusal that the client can act on. */
export type UserError = {
  /** What kind of reason. */
  code: UserErrorCode;
  /** The reason in words, for a developer to read. */
  message: Scalars['String']['output'];
  /** The argument at fault, for example ["input", "lines", "0", "quantity"]. */
  path: Array<Scalars['String']['output']>;
};

/** Why a command was refused. A refused command has written nothing. */
export type UserErrorCode =
  /** Another order has this external reference. */
  | 'DUPLICATE_EXTERNAL_REFERENCE'
  /** Another product has this SKU. */
  | 'DUPLICATE_SKU'
  /** The same idempotency key came with another input before. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Fewer units are available than asked for. */
  | 'INSUFFICIENT_STOCK'
  /** A value is missing, too long, out of range or malformed. */
  | 'INVALID_INPUT'
  /** All lines of an order must have one currency. */
  | 'MIXED_CURRENCIES'
  /** A product needs a price before it can be published. */
  | 'PRICE_REQUIRED'
  /** There is no product with this id or SKU. */
  | 'PRODUCT_NOT_FOUND'
  /** Only published products can be ordered. */
  | 'PRODUCT_NOT_PUBLISHED'
  /** The number of units on hand is not the expected one. */
  | 'STALE_QUANTITY'
  /** The entity has changed since the expected revision. */
  | 'STALE_REVISION'
  /** Stock cannot fall below what orders have reserved. */
  | 'STOCK_BELOW_RESERVED';

export type WithIndex<TObject> = TObject & Record<string, any>;
export type ResolversObject<TObject> = WithIndex<TObject>;

export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = ResolversObject<{
  UserError:
    | ( InsufficientStock )
    | ( InvalidInput )
    | ( StaleRevision )
  ;
}>;

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = ResolversObject<{
  AttributeInput: AttributeInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CreateOrderInput: CreateOrderInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CreateOrderPayload: ResolverTypeWrapper<Omit<CreateOrderPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ImageInput: ImageInput;
  InsufficientStock: ResolverTypeWrapper<InsufficientStock>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<Order>;
  OrderLineInput: OrderLineInput;
  Product: ResolverTypeWrapper<Product>;
  PublishProductInput: PublishProductInput;
  PublishProductPayload: ResolverTypeWrapper<Omit<PublishProductPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  RegisterProductInput: RegisterProductInput;
  RegisterProductPayload: ResolverTypeWrapper<Omit<RegisterProductPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  Revision: ResolverTypeWrapper<Scalars['Revision']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  StaleRevision: ResolverTypeWrapper<StaleRevision>;
  UpdateProductStockInput: UpdateProductStockInput;
  UpdateProductStockPayload: ResolverTypeWrapper<Omit<UpdateProductStockPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  UserErrorCode: UserErrorCode;
}>;

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = ResolversObject<{
  AttributeInput: AttributeInput;
  String: Scalars['String']['output'];
  CreateOrderInput: CreateOrderInput;
  ID: Scalars['ID']['output'];
  CreateOrderPayload: Omit<CreateOrderPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  Boolean: Scalars['Boolean']['output'];
  ImageInput: ImageInput;
  InsufficientStock: InsufficientStock;
  Int: Scalars['Int']['output'];
  InvalidInput: InvalidInput;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  Order: Order;
  OrderLineInput: OrderLineInput;
  Product: Product;
  PublishProductInput: PublishProductInput;
  PublishProductPayload: Omit<PublishProductPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  RegisterProductInput: RegisterProductInput;
  RegisterProductPayload: Omit<RegisterProductPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  Revision: Scalars['Revision']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  StaleRevision: StaleRevision;
  UpdateProductStockInput: UpdateProductStockInput;
  UpdateProductStockPayload: Omit<UpdateProductStockPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
}>;

export type CreateOrderPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['CreateOrderPayload'] = ResolversParentTypes['CreateOrderPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type InsufficientStockResolvers<ContextType = any, ParentType extends ResolversParentTypes['InsufficientStock'] = ResolversParentTypes['InsufficientStock']> = ResolversObject<{
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  requested?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
}>;

export type InvalidInputResolvers<ContextType = any, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = ResolversObject<{
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
}>;

export type MutationResolvers<ContextType = any, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = ResolversObject<{
  createOrder?: Resolver<ResolversTypes['CreateOrderPayload'], ParentType, ContextType, RequireFields<MutationCreateOrderArgs, 'input'>>;
  publishProduct?: Resolver<ResolversTypes['PublishProductPayload'], ParentType, ContextType, RequireFields<MutationPublishProductArgs, 'input'>>;
  registerProduct?: Resolver<ResolversTypes['RegisterProductPayload'], ParentType, ContextType, RequireFields<MutationRegisterProductArgs, 'input'>>;
  updateProductStock?: Resolver<ResolversTypes['UpdateProductStockPayload'], ParentType, ContextType, RequireFields<MutationUpdateProductStockArgs, 'input'>>;
}>;

export type OrderResolvers<ContextType = any, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order']> = ResolversObject<{
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
}>;

export type ProductResolvers<ContextType = any, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product']> = ResolversObject<{
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
}>;

export type PublishProductPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['PublishProductPayload'] = ResolversParentTypes['PublishProductPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type RegisterProductPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['RegisterProductPayload'] = ResolversParentTypes['RegisterProductPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export interface RevisionScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Revision'], any> {
  name: 'Revision';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type StaleRevisionResolvers<ContextType = any, ParentType extends ResolversParentTypes['StaleRevision'] = ResolversParentTypes['StaleRevision']> = ResolversObject<{
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
}>;

export type UpdateProductStockPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['UpdateProductStockPayload'] = ResolversParentTypes['UpdateProductStockPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type UserErrorResolvers<ContextType = any, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = ResolversObject<{
  __resolveType: TypeResolveFn<'InsufficientStock' | 'InvalidInput' | 'StaleRevision', ParentType, ContextType>;
}>;

export type Resolvers<ContextType = any> = ResolversObject<{
  CreateOrderPayload?: CreateOrderPayloadResolvers<ContextType>;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  PublishProductPayload?: PublishProductPayloadResolvers<ContextType>;
  RegisterProductPayload?: RegisterProductPayloadResolvers<ContextType>;
  Revision?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  StaleRevision?: StaleRevisionResolvers<ContextType>;
  UpdateProductStockPayload?: UpdateProductStockPayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
}>;

