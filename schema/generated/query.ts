import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A moment in UTC, as ISO 8601 with milliseconds: 2026-01-31T12:00:00.000Z. */
  DateTime: { input: string; output: string; }
  /** Names streams and the revision of each, for example of a product and of its stock. Opaque: compare it through the API only. */
  Revision: { input: string; output: string; }
  /** A whole number from -(2^53 - 1) to 2^53 - 1, the range that JSON and JavaScript carry exactly. */
  SafeInt: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** A postal address. */
export type Address = {
  __typename?: 'Address';
  /** The city. */
  city: Maybe<Scalars['String']['output']>;
  /** The country's code or name. */
  country: Scalars['String']['output'];
  /** The postal code. */
  postalCode: Maybe<Scalars['String']['output']>;
  /** Who receives. */
  recipient: Maybe<Scalars['String']['output']>;
  /** Street and number. */
  street: Maybe<Scalars['String']['output']>;
};

/** A place in the catalogue where products are found. */
export type Category = {
  __typename?: 'Category';
  /** Identifies the category for good. */
  id: Scalars['ID']['output'];
  /** The category's name. */
  name: Scalars['String']['output'];
  /** The category above it; null for a root. */
  parentId: Maybe<Scalars['ID']['output']>;
  /** The revision of the category that this shows. */
  revision: Scalars['Revision']['output'];
  /** When the category last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** Somebody who orders. */
export type Customer = {
  __typename?: 'Customer';
  /** Where orders go unless told otherwise. */
  address: Maybe<Address>;
  /** The e-mail address. */
  email: Scalars['String']['output'];
  /** Identifies the customer for good. */
  id: Scalars['ID']['output'];
  /** The customer's name. */
  name: Scalars['String']['output'];
  /** When the customer was registered. */
  registeredAt: Scalars['DateTime']['output'];
  /** The revision of the customer that this shows. */
  revision: Scalars['Revision']['output'];
  /** When the customer last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** An amount of money in the minor unit of its currency: 1999 EUR is 19.99 euros. */
export type Money = {
  __typename?: 'Money';
  /** The amount in minor units. */
  amountMinor: Scalars['SafeInt']['output'];
  /** The ISO 4217 code of the currency. */
  currency: Scalars['String']['output'];
};

/** An order as a customer sees it: lines keep the name and price of the moment it was placed. */
export type Order = {
  __typename?: 'Order';
  /** When the order was placed. */
  createdAt: Scalars['DateTime']['output'];
  /** Who ordered. */
  customerId: Maybe<Scalars['ID']['output']>;
  /** The order's number in another system. */
  externalReference: Maybe<Scalars['String']['output']>;
  /** Identifies the order for good. */
  id: Scalars['ID']['output'];
  /** What was ordered. */
  lines: Array<OrderLine>;
  /** What was paid so far. */
  paid: Money;
  /** What was paid back so far. */
  refunded: Money;
  /** The revision of the order that this shows. */
  revision: Scalars['Revision']['output'];
  /** Where it goes, as it was when the order was placed. */
  shippingAddress: Maybe<Address>;
  /** How the order stands. */
  status: OrderStatus;
  /** What all lines cost together. */
  total: Money;
  /** The carrier's number of the parcel. */
  trackingNumber: Maybe<Scalars['String']['output']>;
  /** When the order last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** One line of an order. */
export type OrderLine = {
  __typename?: 'OrderLine';
  /** Its name at the time of the order. */
  name: Scalars['String']['output'];
  /** The product ordered. */
  productId: Scalars['ID']['output'];
  /** Units ordered. */
  quantity: Scalars['Int']['output'];
  /** Units that came back. */
  returned: Scalars['Int']['output'];
  /** Its SKU. */
  sku: Scalars['String']['output'];
  /** unitPrice times quantity. */
  total: Money;
  /** What one unit cost at the time of the order. */
  unitPrice: Money;
};

/** How an order stands. */
export type OrderStatus =
  /** Given up before it left; its stock was released. */
  | 'CANCELLED'
  /** Arrived. */
  | 'DELIVERED'
  /** Paid, not sent yet. */
  | 'PAID'
  /** Accepted, its stock reserved. */
  | 'PLACED'
  /** Everything of it came back. */
  | 'RETURNED'
  /** On its way. */
  | 'SHIPPED';

/** Where a page stands in the list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** The cursor of the last edge; null on an empty page. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** More follows after endCursor. */
  hasNextPage: Scalars['Boolean']['output'];
  /** There is something before startCursor. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first edge; null on an empty page. */
  startCursor: Maybe<Scalars['String']['output']>;
};

/** A product as a page shows it: everything in one document. */
export type Product = {
  __typename?: 'Product';
  /** Properties in the order to show them. */
  attributes: Array<ProductAttribute>;
  /** Who makes it. */
  brand: Maybe<Scalars['String']['output']>;
  /** What the product is, in the shop's words. */
  description: Maybe<Scalars['String']['output']>;
  /** Its European Article Numbers. */
  eans: Array<Scalars['String']['output']>;
  /** Identifies the product for good. */
  id: Scalars['ID']['output'];
  /** Pictures, the main one first. */
  images: Array<ProductImage>;
  /** The maker's number of the product. */
  model: Maybe<Scalars['String']['output']>;
  /** The product's name. */
  name: Scalars['String']['output'];
  /** What one unit costs. */
  price: Maybe<Money>;
  /** What customers think of it. */
  rating: Rating;
  /** The revision of the product, its stock and its rating that this shows. */
  revision: Scalars['Revision']['output'];
  /** The shop's own number of the product. */
  sku: Scalars['String']['output'];
  /** Whether it is sold. */
  status: ProductStatus;
  /** How many units there are. */
  stock: Stock;
  /** When the product, its stock or its rating last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** A property of a product. */
export type ProductAttribute = {
  __typename?: 'ProductAttribute';
  /** What the property is called. */
  name: Scalars['String']['output'];
  /** Its value. */
  value: Scalars['String']['output'];
};

/** A page of products. */
export type ProductConnection = {
  __typename?: 'ProductConnection';
  /** The products with their cursors. */
  edges: Array<ProductEdge>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many products there are over all pages. */
  totalCount: Scalars['Int']['output'];
};

/** One product of a page. */
export type ProductEdge = {
  __typename?: 'ProductEdge';
  /** Marks the place after this product, for `after`. */
  cursor: Scalars['String']['output'];
  /** The product. */
  node: Product;
};

/** A picture of a product. */
export type ProductImage = {
  __typename?: 'ProductImage';
  /** What it shows. */
  alt: Maybe<Scalars['String']['output']>;
  /** Where the picture is. */
  url: Scalars['String']['output'];
};

/** Whether a product is sold. */
export type ProductStatus =
  /** Never sold again. */
  | 'DISCONTINUED'
  /** Registered, and not shown yet. */
  | 'DRAFT'
  /** Shown and sold. */
  | 'PUBLISHED'
  /** Hidden from the catalogue. */
  | 'UNPUBLISHED';

/** The queries. They read one consistent document each and change nothing. */
export type Query = {
  __typename?: 'Query';
  /** The order with this id; null when unknown. asOf as for product. */
  order: Maybe<Order>;
  /**
   * The product with this id or this SKU (give one); null when unknown or not published. With a consistency token in asOf
   * (or the header x-consistency-token) it is no older than the write that gave the token, else an error READ_MODEL_BEHIND.
   */
  product: Maybe<Product>;
  /**
   * Published products, newest first, or by relevance when there is a query text. `first` is 0 to 100. A page follows the
   * cursor in `after`; asOf goes with the first page only.
   */
  products: ProductConnection;
  /** How old what you read is. */
  readModel: ReadModel;
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryOrderArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryProductArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  sku?: InputMaybe<Scalars['String']['input']>;
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  query?: InputMaybe<Scalars['String']['input']>;
};

/** The reviews of a product, summed up. */
export type Rating = {
  __typename?: 'Rating';
  /** The mean of their stars, 1 to 5; null while there are none. */
  average: Maybe<Scalars['Float']['output']>;
  /** How many reviews count. */
  count: Scalars['Int']['output'];
  /** How many reviews gave 1, 2, 3, 4 and 5 stars, in this order. */
  histogram: Array<Scalars['Int']['output']>;
};

/** How old the read model is. */
export type ReadModel = {
  __typename?: 'ReadModel';
  /** Milliseconds between currentThrough and now; null until the first measurement arrives. */
  behindMs: Maybe<Scalars['SafeInt']['output']>;
  /** What was committed before this moment has been indexed, by a measurement that is good to about a second; null until the first one arrives. What must be seen for certain is asked for with asOf. */
  currentThrough: Maybe<Scalars['DateTime']['output']>;
};

/** What a customer thinks of a product. */
export type Review = {
  __typename?: 'Review';
  /** Who reviews. */
  customerId: Scalars['ID']['output'];
  /** Identifies the review for good. */
  id: Scalars['ID']['output'];
  /** The product reviewed. */
  productId: Scalars['ID']['output'];
  /** The revision of the review that this shows. */
  revision: Scalars['Revision']['output'];
  /** 1 to 5. */
  stars: Scalars['Int']['output'];
  /** How it stands. */
  status: ReviewStatus;
  /** When it was submitted. */
  submittedAt: Scalars['DateTime']['output'];
  /** The review. */
  text: Maybe<Scalars['String']['output']>;
  /** The review in a few words. */
  title: Maybe<Scalars['String']['output']>;
  /** When it last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** How a review stands. */
export type ReviewStatus =
  /** Shown, and counted in the rating. */
  | 'APPROVED'
  /** Not judged yet. */
  | 'PENDING'
  /** Neither shown nor counted. */
  | 'REJECTED';

/** The stock of a product. */
export type Stock = {
  __typename?: 'Stock';
  /** Units that can be ordered: onHand - reserved. */
  available: Scalars['Int']['output'];
  /** Units in the house. */
  onHand: Scalars['Int']['output'];
  /** Units on hand that orders have reserved. */
  reserved: Scalars['Int']['output'];
};

export type WithIndex<TObject> = TObject & Record<string, any>;
export type ResolversObject<TObject> = WithIndex<TObject>;

export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

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

/** Mapping of federation types */
export type FederationTypes = ResolversObject<{
  Category: Category;
  Customer: Customer;
  Order: Order;
  Product: Product;
  Review: Review;
}>;

/** Mapping of federation reference types */
export type FederationReferenceTypes = ResolversObject<{
  Category:
    ( { __typename: 'Category' }
    & GraphQLRecursivePick<FederationTypes['Category'], {"id":true,"revision":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true,"revision":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true,"revision":true}> );
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"id":true,"revision":true}> );
  Review:
    ( { __typename: 'Review' }
    & GraphQLRecursivePick<FederationTypes['Review'], {"id":true,"revision":true}> );
}>;



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = ResolversObject<{
  Address: ResolverTypeWrapper<Address>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Category: ResolverTypeWrapper<Category>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Customer: ResolverTypeWrapper<Customer>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Money: ResolverTypeWrapper<Money>;
  Order: ResolverTypeWrapper<Order>;
  OrderLine: ResolverTypeWrapper<OrderLine>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  OrderStatus: OrderStatus;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Product: ResolverTypeWrapper<Product>;
  ProductAttribute: ResolverTypeWrapper<ProductAttribute>;
  ProductConnection: ResolverTypeWrapper<ProductConnection>;
  ProductEdge: ResolverTypeWrapper<ProductEdge>;
  ProductImage: ResolverTypeWrapper<ProductImage>;
  ProductStatus: ProductStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Rating: ResolverTypeWrapper<Rating>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ReadModel: ResolverTypeWrapper<ReadModel>;
  Review: ResolverTypeWrapper<Review>;
  ReviewStatus: ReviewStatus;
  Revision: ResolverTypeWrapper<Scalars['Revision']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Stock: ResolverTypeWrapper<Stock>;
}>;

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = ResolversObject<{
  Address: Address;
  String: Scalars['String']['output'];
  Category: Category | FederationReferenceTypes['Category'];
  ID: Scalars['ID']['output'];
  Customer: Customer | FederationReferenceTypes['Customer'];
  DateTime: Scalars['DateTime']['output'];
  Money: Money;
  Order: Order | FederationReferenceTypes['Order'];
  OrderLine: OrderLine;
  Int: Scalars['Int']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Product: Product | FederationReferenceTypes['Product'];
  ProductAttribute: ProductAttribute;
  ProductConnection: ProductConnection;
  ProductEdge: ProductEdge;
  ProductImage: ProductImage;
  Query: Record<PropertyKey, never>;
  Rating: Rating;
  Float: Scalars['Float']['output'];
  ReadModel: ReadModel;
  Review: Review | FederationReferenceTypes['Review'];
  Revision: Scalars['Revision']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Stock: Stock;
}>;

export type AddressResolvers<ContextType = any, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = ResolversObject<{
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  postalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recipient?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  street?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
}>;

export type CategoryResolvers<ContextType = any, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category'], FederationReferenceType extends FederationReferenceTypes['Category'] = FederationReferenceTypes['Category']> = ResolversObject<{
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Category']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parentId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
}>;

export type CustomerResolvers<ContextType = any, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = ResolversObject<{
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  registeredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
}>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type MoneyResolvers<ContextType = any, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = ResolversObject<{
  amountMinor?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
}>;

export type OrderResolvers<ContextType = any, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = ResolversObject<{
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customerId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  externalReference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  paid?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunded?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  shippingAddress?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
}>;

export type OrderLineResolvers<ContextType = any, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = ResolversObject<{
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  returned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
}>;

export type PageInfoResolvers<ContextType = any, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = ResolversObject<{
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
}>;

export type ProductResolvers<ContextType = any, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = ResolversObject<{
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  attributes?: Resolver<Array<ResolversTypes['ProductAttribute']>, ParentType, ContextType>;
  brand?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  eans?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  images?: Resolver<Array<ResolversTypes['ProductImage']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  rating?: Resolver<ResolversTypes['Rating'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ProductStatus'], ParentType, ContextType>;
  stock?: Resolver<ResolversTypes['Stock'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
}>;

export type ProductAttributeResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductAttribute'] = ResolversParentTypes['ProductAttribute']> = ResolversObject<{
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
}>;

export type ProductConnectionResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductConnection'] = ResolversParentTypes['ProductConnection']> = ResolversObject<{
  edges?: Resolver<Array<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type ProductEdgeResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = ResolversObject<{
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
}>;

export type ProductImageResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductImage'] = ResolversParentTypes['ProductImage']> = ResolversObject<{
  alt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
}>;

export type QueryResolvers<ContextType = any, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = ResolversObject<{
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, Partial<QueryProductArgs>>;
  products?: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, RequireFields<QueryProductsArgs, 'first'>>;
  readModel?: Resolver<ResolversTypes['ReadModel'], ParentType, ContextType>;
}>;

export type RatingResolvers<ContextType = any, ParentType extends ResolversParentTypes['Rating'] = ResolversParentTypes['Rating']> = ResolversObject<{
  average?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  histogram?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
}>;

export type ReadModelResolvers<ContextType = any, ParentType extends ResolversParentTypes['ReadModel'] = ResolversParentTypes['ReadModel']> = ResolversObject<{
  behindMs?: Resolver<Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  currentThrough?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
}>;

export type ReviewResolvers<ContextType = any, ParentType extends ResolversParentTypes['Review'] = ResolversParentTypes['Review'], FederationReferenceType extends FederationReferenceTypes['Review'] = FederationReferenceTypes['Review']> = ResolversObject<{
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Review']> | FederationReferenceType, FederationReferenceType, ContextType>;
  customerId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  stars?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReviewStatus'], ParentType, ContextType>;
  submittedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
}>;

export interface RevisionScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Revision'], any> {
  name: 'Revision';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type StockResolvers<ContextType = any, ParentType extends ResolversParentTypes['Stock'] = ResolversParentTypes['Stock']> = ResolversObject<{
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onHand?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type Resolvers<ContextType = any> = ResolversObject<{
  Address?: AddressResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductAttribute?: ProductAttributeResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  ProductImage?: ProductImageResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Rating?: RatingResolvers<ContextType>;
  ReadModel?: ReadModelResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  Revision?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Stock?: StockResolvers<ContextType>;
}>;

