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

/** The values of an attribute. */
export type AttributeFacet = {
  __typename?: 'AttributeFacet';
  /** What the attribute is called. */
  name: Scalars['String']['output'];
  /** Its values. */
  values: Array<FacetCount>;
};

/** An attribute with one of these values, as they are spelt in the facets. */
export type AttributeFilter = {
  /** What the attribute is called. */
  name: Scalars['String']['input'];
  /** Up to 100 values, of which the product has one; an empty list finds nothing. */
  values: Array<Scalars['String']['input']>;
};

/** Whether a unit of a product is available. */
export type Availability =
  /** At least one unit is available. */
  | 'IN_STOCK'
  /** No unit is available. */
  | 'OUT_OF_STOCK';

/** How many products can be ordered, or cannot. */
export type AvailabilityCount = {
  __typename?: 'AvailabilityCount';
  /** How many products. */
  count: Scalars['Int']['output'];
  /** Whether they can be ordered. */
  value: Availability;
};

/** A place in the catalogue where products are found. */
export type Category = {
  __typename?: 'Category';
  /**
   * The categories right below it, by name: as the read model had them about a second ago at most, and no older than the
   * write of a token. One answer lists 20,000 categories at most, in all these lists together.
   */
  children: Array<Category>;
  /** Identifies the category for good. */
  id: Scalars['ID']['output'];
  /** The category's name. */
  name: Scalars['String']['output'];
  /** The category above it; null for a root. */
  parentId: Maybe<Scalars['ID']['output']>;
  /** The categories above it from the root, and itself last. */
  path: Array<Category>;
  /** The revision of the category that this shows. A command answers with that of what it wrote, and shows it or a newer one. */
  revision: Scalars['Revision']['output'];
  /** When the category last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** A category and how many products are in it or below it. */
export type CategoryCount = {
  __typename?: 'CategoryCount';
  /** The category. */
  category: Category;
  /** How many products are in it or below it. */
  count: Scalars['Int']['output'];
};

/** What becomes of an answer that is older than was demanded when its time is over. */
export type Consistency =
  /** It is given as old as it is; `readModel { isOld }` in the same query tells. */
  | 'EVENTUAL'
  /** It is an error READ_MODEL_BEHIND. */
  | 'STRONG';

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
  /** What they ordered; `first` and `last` are 0 to 100, 20 by default. */
  orders: OrderConnection;
  /** When the customer was registered. */
  registeredAt: Scalars['DateTime']['output'];
  /** The revision of the customer that this shows. A command answers with that of what it wrote, and shows it or a newer one. */
  revision: Scalars['Revision']['output'];
  /** When the customer last changed. */
  updatedAt: Scalars['DateTime']['output'];
};


/** Somebody who orders. */
export type CustomerOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  sort?: InputMaybe<OrderSort>;
};

/** A value and how many products have it. */
export type FacetCount = {
  __typename?: 'FacetCount';
  /** How many products have it. */
  count: Scalars['Int']['output'];
  /** The value. */
  value: Scalars['String']['output'];
};

/** A part of a text with what was searched for. */
export type Highlight = {
  __typename?: 'Highlight';
  /** The field it is of: name or description. */
  field: Scalars['String']['output'];
  /** The text in pieces, in order; put together they are the excerpt. */
  fragments: Array<HighlightFragment>;
};

/** A piece of an excerpt. */
export type HighlightFragment = {
  __typename?: 'HighlightFragment';
  /** It is what was searched for. */
  matched: Scalars['Boolean']['output'];
  /** The piece. Plain text: escape it before it goes into HTML. */
  text: Scalars['String']['output'];
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
  /** Who ordered, as they are now; null when nobody in particular. READ_MODEL_BEHIND when they have not arrived yet. */
  customer: Maybe<Customer>;
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
  /** The revision of the order that this shows. A command answers with that of what it wrote, and shows it or a newer one. */
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

/** A page of orders. */
export type OrderConnection = {
  __typename?: 'OrderConnection';
  /** The orders with their cursors. */
  edges: Array<OrderEdge>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many orders there are over all pages. */
  totalCount: Scalars['Int']['output'];
};

/** One order of a page. */
export type OrderEdge = {
  __typename?: 'OrderEdge';
  /** Marks the place after this order, for `after` and `before`. */
  cursor: Scalars['String']['output'];
  /** The order. */
  node: Order;
};

/** Which orders to list: those that meet every condition given. */
export type OrderFilter = {
  /** Of this customer. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Placed at this moment or later. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** With a line of this product. */
  productId?: InputMaybe<Scalars['ID']['input']>;
  /** With one of these statuses; an empty list finds nothing. */
  statuses?: InputMaybe<Array<OrderStatus>>;
  /** Placed before this moment. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** One line of an order. */
export type OrderLine = {
  __typename?: 'OrderLine';
  /** Its name at the time of the order. */
  name: Scalars['String']['output'];
  /** The product as it is now, sold or not. READ_MODEL_BEHIND when it has not arrived yet. */
  product: Maybe<Product>;
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

/** How a list of orders is sorted. Equals are in the order of their ids. */
export type OrderSort =
  /** The latest placed first. */
  | 'NEWEST'
  /** The first placed first. */
  | 'OLDEST'
  /** The lowest total first, by amount. */
  | 'TOTAL_ASC'
  /** The highest total first, by amount. */
  | 'TOTAL_DESC';

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

/** The prices in one currency. */
export type PriceFacet = {
  __typename?: 'PriceFacet';
  /** How many products have a price in it. */
  count: Scalars['Int']['output'];
  /** The ISO 4217 code of the currency. */
  currency: Scalars['String']['output'];
  /** The prices in steps that grow with the price (1, 2, 5, 10, 20, 50, …), without empty steps. */
  histogram: Array<PriceStep>;
  /** The highest price in minor units. */
  max: Scalars['SafeInt']['output'];
  /** The lowest price in minor units. */
  min: Scalars['SafeInt']['output'];
};

/** A range of prices in minor units, both ends included. */
export type PriceRange = {
  /** The ISO 4217 code of the currency; any when left out. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** The highest price; none when left out. */
  max?: InputMaybe<Scalars['SafeInt']['input']>;
  /** The lowest price; none when left out. */
  min?: InputMaybe<Scalars['SafeInt']['input']>;
};

/** How many prices are in one step. */
export type PriceStep = {
  __typename?: 'PriceStep';
  /** How many products. */
  count: Scalars['Int']['output'];
  /** Where it begins, in minor units, included. */
  from: Scalars['SafeInt']['output'];
  /** Where it ends, in minor units, not included, except 9007199254740991, the highest price there can be. */
  to: Scalars['SafeInt']['output'];
};

/** A product as a page shows it: everything in one document. */
export type Product = {
  __typename?: 'Product';
  /** Properties in the order to show them. */
  attributes: Array<ProductAttribute>;
  /** Whether a unit is available, which can be ordered while the product is published. */
  availability: Availability;
  /** Who makes it. */
  brand: Maybe<Scalars['String']['output']>;
  /** The category it is in; null when it is in none. READ_MODEL_BEHIND when it has not arrived yet. */
  category: Maybe<Category>;
  /** The categories it is in, from the root to its own; empty when it is in none. Those that have not arrived yet are left out. */
  categoryPath: Array<Category>;
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
  /** The reviews that were approved; `first` and `last` are 0 to 100, 20 by default. */
  reviews: ProductReviewConnection;
  /**
   * The revision of the product, its stock and its rating that this shows. A command answers with that of what it wrote
   * alone, as of the stock, and shows it or a newer one.
   */
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


/** A product as a page shows it: everything in one document. */
export type ProductReviewsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  sort?: InputMaybe<ReviewSort>;
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
  /**
   * What the searched text was perhaps meant to be; null when nothing better is known, and where the list is of products
   * with every word (of three or more words, most), though one of the words be misspelt: `suggest` asks about those too.
   */
  didYouMean: Maybe<Scalars['String']['output']>;
  /** The products with their cursors. */
  edges: Array<ProductEdge>;
  /**
   * What else there is to filter by. Each facet counts as if its own filter were not set, and all others were; among
   * products with some of the words where, with every filter set, the list is of those. Attributes are counted where they
   * are named: up to 20. `first` is how many values of each facet, the most frequent first: 1 to 100.
   */
  facets: ProductFacets;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many products there are over all pages. */
  totalCount: Scalars['Int']['output'];
};


/** A page of products. */
export type ProductConnectionFacetsArgs = {
  attributes?: InputMaybe<Array<Scalars['String']['input']>>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** One product of a page. */
export type ProductEdge = {
  __typename?: 'ProductEdge';
  /** Marks the place after this product, for `after` and `before`. */
  cursor: Scalars['String']['output'];
  /** Where its name and description have what was searched for. */
  highlights: Array<Highlight>;
  /** The product. */
  node: Product;
};

/** What a list of products can be narrowed by. */
export type ProductFacets = {
  __typename?: 'ProductFacets';
  /** The names of attributes that the products have, the most frequent first. */
  attributeNames: Array<FacetCount>;
  /** The attributes that were asked for, in that order. */
  attributes: Array<AttributeFacet>;
  /** Whether it can be ordered. */
  availability: Array<AvailabilityCount>;
  /** The brands. */
  brands: Array<FacetCount>;
  /** The categories, each with all that is below it; the fullest first. */
  categories: Array<CategoryCount>;
  /** The prices, for each currency; the most frequent first. */
  prices: Array<PriceFacet>;
  /** How many have reviews with a mean of at least 1, 2, 3 and 4. */
  ratings: Array<RatingCount>;
};

/** Which products to list: those that meet every condition given. */
export type ProductFilter = {
  /** With every one of these attributes. Up to 20, each name once. */
  attributes?: InputMaybe<Array<AttributeFilter>>;
  /** Whether it can be ordered. */
  availability?: InputMaybe<Availability>;
  /** Of one of these brands, as they are spelt in the facets. Up to 100; an empty list finds nothing. */
  brands?: InputMaybe<Array<Scalars['String']['input']>>;
  /** In this category or one below it. */
  categoryId?: InputMaybe<Scalars['ID']['input']>;
  /** With reviews whose mean is at least this, 1 to 5. */
  minRating?: InputMaybe<Scalars['Float']['input']>;
  /** Within this range. */
  price?: InputMaybe<PriceRange>;
};

/** A picture of a product. */
export type ProductImage = {
  __typename?: 'ProductImage';
  /** What it shows. */
  alt: Maybe<Scalars['String']['output']>;
  /** A blurred version of some dozens of bytes to show until it has loaded, as a data: URL; null while thumbnailUrl is null. */
  placeholder: Maybe<Scalars['String']['output']>;
  /**
   * Where a smaller WebP of it is, cacheable for good; null while there is none, as just after the picture was added, for a
   * picture that cannot be had, and where thumbnails are not switched on.
   */
  thumbnailUrl: Maybe<Scalars['String']['output']>;
  /** Where the picture is. */
  url: Scalars['String']['output'];
};


/** A picture of a product. */
export type ProductImageThumbnailUrlArgs = {
  size?: ThumbnailSize;
};

/** An approved review as everybody sees it: without who wrote it. */
export type ProductReview = {
  __typename?: 'ProductReview';
  /** Identifies the review for good. */
  id: Scalars['ID']['output'];
  /** 1 to 5. */
  stars: Scalars['Int']['output'];
  /** When it was submitted. */
  submittedAt: Scalars['DateTime']['output'];
  /** The review. */
  text: Maybe<Scalars['String']['output']>;
  /** The review in a few words. */
  title: Maybe<Scalars['String']['output']>;
};

/** A page of the approved reviews of a product. */
export type ProductReviewConnection = {
  __typename?: 'ProductReviewConnection';
  /** The reviews with their cursors. */
  edges: Array<ProductReviewEdge>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many approved reviews there are over all pages. */
  totalCount: Scalars['Int']['output'];
};

/** One review of a page. */
export type ProductReviewEdge = {
  __typename?: 'ProductReviewEdge';
  /** Marks the place after this review, for `after` and `before`. */
  cursor: Scalars['String']['output'];
  /** The review. */
  node: ProductReview;
};

/** How a list of products is sorted. Equals are in the order of their ids. */
export type ProductSort =
  /** The newest first. */
  | 'NEWEST'
  /** What sold most units first, in the 90 days up to the latest order of all. */
  | 'POPULARITY'
  /** The lowest price first, by amount. */
  | 'PRICE_ASC'
  /** The highest price first, by amount. */
  | 'PRICE_DESC'
  /** The best rated first, of equally rated the more often reviewed first, those without reviews last. */
  | 'RATING'
  /** The best match first; the newest first when no text is searched for. */
  | 'RELEVANCE';

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
  /** The category with this id; null when unknown. asOf as for product. */
  category: Maybe<Category>;
  /** The customer with this id; null when unknown. asOf as for product. */
  customer: Maybe<Customer>;
  /** The order with this id; null when unknown. asOf as for product. */
  order: Maybe<Order>;
  /** The orders that meet the filter. Pages as for products. */
  orders: OrderConnection;
  /**
   * The product with this id or this SKU (give one); null when unknown or not published. With a consistency token in asOf
   * (or the header x-consistency-token; several are joined with commas) it is no older than the writes that gave the
   * tokens. For that it waits up to `budgetMs` (or the header x-consistency-budget-ms): 0 to 5000, 2000 by default. Past
   * that, `consistency` (or the header x-consistency) tells what becomes of it: STRONG, the default, or EVENTUAL.
   */
  product: Maybe<Product>;
  /**
   * The published products with every word of the text (of three or more words, most), where the last word may be an
   * unfinished one of the name or brand unless a space follows it. When none of those passes the filter: products with
   * some of the words, perhaps spelt differently. All published products without a text. `first` and `last` (one of them)
   * are 0 to 100, 20 by default; a page lies after the cursor in `after`, or before that in `before`. Pages follow each
   * other as they were when the first one was read, for minutes; later they go on from where the cursor stands. Only the
   * categories to find them by are as they are when each page is read. A cursor belongs to the same query, filter and
   * sort, and asOf does not go with it.
   */
  products: ProductConnection;
  /** How old what you read is. */
  readModel: ReadModel;
  /** What to show beside a product; null when it is unknown or not published. `first` is how many of each kind at most: 1 to 20. */
  relatedProducts: Maybe<RelatedProducts>;
  /** The review with this id; null when unknown. asOf as for product. */
  review: Maybe<Review>;
  /** The reviews that meet the filter: with the status PENDING, those that are to be judged. Pages as for products. */
  reviews: ReviewConnection;
  /**
   * The categories that have none above them, by name: as the read model had them about a second ago at most; asOf as for
   * product. One that arrived before a category above it is not reached from here until that has arrived too.
   */
  rootCategories: Array<Category>;
  /**
   * What was sold by the orders placed from `from` on and before `to`, which are ten years apart at most. `top` is how many
   * rows: 1 to 10,000; all days that had orders when grouped by DAY. The gateway judges what it costs by `top`, also when
   * grouped by DAY, and takes some 1,200 rows with all their figures where its limit is 5,000, the default.
   */
  salesReport: SalesReport;
  /** The published products of which fewer than `below` units are available, the fewest first. Pages as for products. */
  stockAlerts: StockAlertConnection;
  /** What may be meant by a text that is being typed, of up to 1,000 characters. `first` is how many of each kind: 1 to 20. */
  suggest: Suggestions;
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryCategoryArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  id: Scalars['ID']['input'];
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryCustomerArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  id: Scalars['ID']['input'];
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryOrderArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  id: Scalars['ID']['input'];
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  sort?: InputMaybe<OrderSort>;
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryProductArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  id?: InputMaybe<Scalars['ID']['input']>;
  sku?: InputMaybe<Scalars['String']['input']>;
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  filter?: InputMaybe<ProductFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  query?: InputMaybe<Scalars['String']['input']>;
  sort?: InputMaybe<ProductSort>;
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryRelatedProductsArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  first?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryReviewArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  id: Scalars['ID']['input'];
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryReviewsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  filter?: InputMaybe<ReviewFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  sort?: InputMaybe<ReviewSort>;
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryRootCategoriesArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
};


/** The queries. They read one consistent document each and change nothing. */
export type QuerySalesReportArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  from: Scalars['DateTime']['input'];
  groupBy: SalesGroup;
  to: Scalars['DateTime']['input'];
  top?: InputMaybe<Scalars['Int']['input']>;
};


/** The queries. They read one consistent document each and change nothing. */
export type QueryStockAlertsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  below: Scalars['Int']['input'];
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** The queries. They read one consistent document each and change nothing. */
export type QuerySuggestArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  budgetMs?: InputMaybe<Scalars['Int']['input']>;
  consistency?: InputMaybe<Consistency>;
  first?: InputMaybe<Scalars['Int']['input']>;
  prefix: Scalars['String']['input'];
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

/** How many products are rated at least so well. */
export type RatingCount = {
  __typename?: 'RatingCount';
  /** How many products. */
  count: Scalars['Int']['output'];
  /** The least mean of their stars. */
  minRating: Scalars['Int']['output'];
};

/** How old the read model is. */
export type ReadModel = {
  __typename?: 'ReadModel';
  /** Milliseconds between currentThrough and now; null until the first measurement arrives. */
  behindMs: Maybe<Scalars['SafeInt']['output']>;
  /** What was committed before this moment has been indexed, by a measurement that is good to about a second; null until the first one arrives. What must be seen for certain is asked for with asOf. */
  currentThrough: Maybe<Scalars['DateTime']['output']>;
  /**
   * Whether anything in this answer of the read side is older than was demanded with asOf, which only EVENTUAL allows. It
   * waits for the other fields.
   */
  isOld: Scalars['Boolean']['output'];
};

/** Products for those who look at another one. */
export type RelatedProducts = {
  __typename?: 'RelatedProducts';
  /**
   * What others ordered together with it, twice or more in the 90 days up to the latest order of all: up to ten. First
   * comes what is in many of its orders and in few others. Worked out from time to time.
   */
  boughtTogether: Array<Product>;
  /** Products like it. */
  similar: Array<Product>;
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
  /** The revision of the review that this shows. A command answers with that of what it wrote, and shows it or a newer one. */
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

/** A page of reviews. */
export type ReviewConnection = {
  __typename?: 'ReviewConnection';
  /** The reviews with their cursors. */
  edges: Array<ReviewEdge>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many reviews there are over all pages. */
  totalCount: Scalars['Int']['output'];
};

/** One review of a page. */
export type ReviewEdge = {
  __typename?: 'ReviewEdge';
  /** Marks the place after this review, for `after` and `before`. */
  cursor: Scalars['String']['output'];
  /** The review. */
  node: Review;
};

/** Which reviews to list: those that meet every condition given. */
export type ReviewFilter = {
  /** By this customer. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Of this product. */
  productId?: InputMaybe<Scalars['ID']['input']>;
  /** With one of these statuses; an empty list finds nothing. */
  statuses?: InputMaybe<Array<ReviewStatus>>;
};

/** How a list of reviews is sorted. Equals are in the order of their ids. */
export type ReviewSort =
  /** The most stars first, of equally many the latest submitted first. */
  | 'BEST'
  /** The latest submitted first. */
  | 'NEWEST'
  /** The first submitted first. */
  | 'OLDEST'
  /** The fewest stars first, of equally many the latest submitted first. */
  | 'WORST';

/** How a review stands. */
export type ReviewStatus =
  /** Shown, and counted in the rating. */
  | 'APPROVED'
  /** Not judged yet. */
  | 'PENDING'
  /** Neither shown nor counted. */
  | 'REJECTED';

/** What was sold, in one currency. Orders count as they were placed; what was cancelled or came back later is told apart. */
export type SalesFigures = {
  __typename?: 'SalesFigures';
  /** How many of the orders were cancelled. */
  cancellations: Scalars['SafeInt']['output'];
  /** What those units had come to. */
  cancelledRevenue: Money;
  /** Units of cancelled orders, and units that came back. */
  cancelledUnits: Scalars['SafeInt']['output'];
  /** How many orders. */
  orders: Scalars['SafeInt']['output'];
  /** What they came to. */
  revenue: Money;
  /** How many units they were for. */
  units: Scalars['SafeInt']['output'];
};

/** What a sales report is broken down by. */
export type SalesGroup =
  /** The category the product is in now, the highest revenue first. READ_MODEL_BEHIND when a product has not arrived yet. */
  | 'CATEGORY'
  /** The country of the shipping address, the highest revenue first. */
  | 'COUNTRY'
  /** The day the order was placed, in UTC, the first day first. */
  | 'DAY'
  /** The product, the highest revenue first. */
  | 'PRODUCT';

/** What was sold in a time, counted from the orders placed in it. Exact: no figure is rounded or estimated. */
export type SalesReport = {
  __typename?: 'SalesReport';
  /** How many rows there are, those past `top` included. */
  rowCount: Scalars['Int']['output'];
  /** The same broken down, for each group and currency. */
  rows: Array<SalesRow>;
  /** Everything, for each currency. */
  totals: Array<SalesFigures>;
};

/** The figures of one group in one currency. */
export type SalesRow = {
  __typename?: 'SalesRow';
  /** The category as it is now, when grouped by CATEGORY; null else. READ_MODEL_BEHIND when it has not arrived yet. */
  category: Maybe<Category>;
  /** What was sold. */
  figures: SalesFigures;
  /** The day (2026-01-31), country, product's id or category's id; null for orders without a country, or products in no category. */
  key: Maybe<Scalars['String']['output']>;
  /** The key as people read it: the day, the country, the name of the product or category. */
  label: Maybe<Scalars['String']['output']>;
  /** The product as it is now, when grouped by PRODUCT; null else. READ_MODEL_BEHIND when it has not arrived yet. */
  product: Maybe<Product>;
};

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

/** A page of products that are running out. */
export type StockAlertConnection = {
  __typename?: 'StockAlertConnection';
  /** The products with their cursors. */
  edges: Array<StockAlertEdge>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many products there are over all pages. */
  totalCount: Scalars['Int']['output'];
};

/** One product that is running out. */
export type StockAlertEdge = {
  __typename?: 'StockAlertEdge';
  /** Marks the place after this product, for `after` and `before`. */
  cursor: Scalars['String']['output'];
  /** The product. */
  node: Product;
};

/** What a client is told of as it happens, at `/graphql/stream`, over server-sent events by the graphql-sse protocol. */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * The order with this id as it is now, and again after each change; null at first when it is unknown, and the order
   * once it is there. No state comes after a newer one, and a client that reads slowly gets the latest only. A state of
   * which a part cannot be read yet has an error READ_MODEL_BEHIND or READ_MODEL_UNAVAILABLE in its place, and comes again
   * with it unless a newer one does. The headers of freshness hold as for a read of the order with `consistency: STRONG`:
   * the first state is as new as they demand, or an error READ_MODEL_BEHIND and nothing after it, and what they demand of
   * the rest holds for every state. It ends with an error UNAUTHENTICATED when the token expires; a stream that ends
   * without `complete` is to be opened again.
   */
  orderChanged: Maybe<Order>;
};


/** What a client is told of as it happens, at `/graphql/stream`, over server-sent events by the graphql-sse protocol. */
export type SubscriptionOrderChangedArgs = {
  id: Scalars['ID']['input'];
};

/** What somebody may be about to type. */
export type Suggestions = {
  __typename?: 'Suggestions';
  /** Brands that go on like this. */
  brands: Array<Scalars['String']['output']>;
  /** Categories whose name goes on like this. */
  categories: Array<Category>;
  /** What the text was perhaps meant to be; null when nothing better is known. */
  didYouMean: Maybe<Scalars['String']['output']>;
  /** Products whose name or brand goes on like this. */
  products: Array<Product>;
};

/** How large a thumbnail is. */
export type ThumbnailSize =
  /** The longer side has 320 pixels. */
  | 'LARGE'
  /** The longer side has 64 pixels. */
  | 'SMALL';

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
  AttributeFacet: ResolverTypeWrapper<AttributeFacet>;
  AttributeFilter: AttributeFilter;
  Availability: Availability;
  AvailabilityCount: ResolverTypeWrapper<AvailabilityCount>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Category: ResolverTypeWrapper<Omit<Omit<Category, 'children' | 'path'> & { children: Array<ResolversTypes['Category']>, path: Array<ResolversTypes['Category']> }, 'path' | 'children'>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CategoryCount: ResolverTypeWrapper<Omit<CategoryCount, 'category'> & { category: ResolversTypes['Category'] }>;
  Consistency: Consistency;
  Customer: ResolverTypeWrapper<Omit<Omit<Customer, 'orders'> & { orders: ResolversTypes['OrderConnection'] }, 'orders'>>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  FacetCount: ResolverTypeWrapper<FacetCount>;
  Highlight: ResolverTypeWrapper<Highlight>;
  HighlightFragment: ResolverTypeWrapper<HighlightFragment>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Money: ResolverTypeWrapper<Money>;
  Order: ResolverTypeWrapper<Omit<Omit<Order, 'customer' | 'lines'> & { customer?: Maybe<ResolversTypes['Customer']>, lines: Array<ResolversTypes['OrderLine']> }, 'customer' | 'lines'> & { lines: Omit<OrderLine, 'product'>[] }>;
  OrderConnection: ResolverTypeWrapper<Omit<OrderConnection, 'edges'> & { edges: Array<ResolversTypes['OrderEdge']> }>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderFilter: OrderFilter;
  OrderLine: ResolverTypeWrapper<Omit<Omit<OrderLine, 'product'> & { product?: Maybe<ResolversTypes['Product']> }, 'product'>>;
  OrderSort: OrderSort;
  OrderStatus: OrderStatus;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PriceFacet: ResolverTypeWrapper<PriceFacet>;
  PriceRange: PriceRange;
  PriceStep: ResolverTypeWrapper<PriceStep>;
  Product: ResolverTypeWrapper<Omit<Omit<Product, 'category' | 'categoryPath' | 'images'> & { category?: Maybe<ResolversTypes['Category']>, categoryPath: Array<ResolversTypes['Category']>, images: Array<ResolversTypes['ProductImage']> }, 'category' | 'categoryPath' | 'images' | 'reviews'> & { categoryId: string | null; images: Omit<ProductImage, 'thumbnailUrl' | 'placeholder'>[] }>;
  ProductAttribute: ResolverTypeWrapper<ProductAttribute>;
  ProductConnection: ResolverTypeWrapper<{ page: () => Promise<Omit<Omit<ProductConnection, 'edges' | 'facets'> & { edges: Array<ResolversTypes['ProductEdge']>, facets: ResolversTypes['ProductFacets'] }, 'facets' | 'didYouMean'> & { didYouMean: () => Promise<string | null> }>; facets: (args: Partial<ProductConnectionFacetsArgs>) => ResolversParentTypes['ProductFacets'] }>;
  ProductEdge: ResolverTypeWrapper<Omit<Omit<ProductEdge, 'node'> & { node: ResolversTypes['Product'] }, 'highlights'> & { highlights: () => Highlight[] | Promise<Highlight[]> }>;
  ProductFacets: ResolverTypeWrapper<{ [Facet in Exclude<keyof Omit<ProductFacets, 'categories'> & { categories: Array<ResolversTypes['CategoryCount']> }, '__typename'>]: () => Promise<(Omit<ProductFacets, 'categories'> & { categories: Array<ResolversTypes['CategoryCount']> })[Facet]> }>;
  ProductFilter: ProductFilter;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ProductImage: ResolverTypeWrapper<Omit<ProductImage, 'thumbnailUrl' | 'placeholder'>>;
  ProductReview: ResolverTypeWrapper<ProductReview>;
  ProductReviewConnection: ResolverTypeWrapper<ProductReviewConnection>;
  ProductReviewEdge: ResolverTypeWrapper<ProductReviewEdge>;
  ProductSort: ProductSort;
  ProductStatus: ProductStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Rating: ResolverTypeWrapper<Rating>;
  RatingCount: ResolverTypeWrapper<RatingCount>;
  ReadModel: ResolverTypeWrapper<Omit<ReadModel, 'isOld'> & { isOld: () => Promise<boolean> }>;
  RelatedProducts: ResolverTypeWrapper<Omit<RelatedProducts, 'boughtTogether' | 'similar'> & { boughtTogether: Array<ResolversTypes['Product']>, similar: Array<ResolversTypes['Product']> }>;
  Review: ResolverTypeWrapper<Review>;
  ReviewConnection: ResolverTypeWrapper<ReviewConnection>;
  ReviewEdge: ResolverTypeWrapper<ReviewEdge>;
  ReviewFilter: ReviewFilter;
  ReviewSort: ReviewSort;
  ReviewStatus: ReviewStatus;
  Revision: ResolverTypeWrapper<Scalars['Revision']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  SalesFigures: ResolverTypeWrapper<SalesFigures>;
  SalesGroup: SalesGroup;
  SalesReport: ResolverTypeWrapper<Omit<SalesReport, 'rows'> & { rows: Array<ResolversTypes['SalesRow']> }>;
  SalesRow: ResolverTypeWrapper<Omit<Omit<SalesRow, 'category' | 'product'> & { category?: Maybe<ResolversTypes['Category']>, product?: Maybe<ResolversTypes['Product']> }, 'product' | 'category'> & { product: () => Promise<ResolversParentTypes['Product'] | null>; category: () => Promise<ResolversParentTypes['Category'] | null> }>;
  Stock: ResolverTypeWrapper<Stock>;
  StockAlertConnection: ResolverTypeWrapper<Omit<StockAlertConnection, 'edges'> & { edges: Array<ResolversTypes['StockAlertEdge']> }>;
  StockAlertEdge: ResolverTypeWrapper<Omit<StockAlertEdge, 'node'> & { node: ResolversTypes['Product'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Suggestions: ResolverTypeWrapper<Omit<Omit<Suggestions, 'categories' | 'products'> & { categories: Array<ResolversTypes['Category']>, products: Array<ResolversTypes['Product']> }, 'didYouMean'> & { didYouMean: () => Promise<string | null> }>;
  ThumbnailSize: ThumbnailSize;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
}>;

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = ResolversObject<{
  Address: Address;
  AttributeFacet: AttributeFacet;
  AttributeFilter: AttributeFilter;
  AvailabilityCount: AvailabilityCount;
  Int: Scalars['Int']['output'];
  Category: Omit<Omit<Category, 'children' | 'path'> & { children: Array<ResolversParentTypes['Category']>, path: Array<ResolversParentTypes['Category']> }, 'path' | 'children'>;
  ID: Scalars['ID']['output'];
  CategoryCount: Omit<CategoryCount, 'category'> & { category: ResolversParentTypes['Category'] };
  Customer: Omit<Omit<Customer, 'orders'> & { orders: ResolversParentTypes['OrderConnection'] }, 'orders'>;
  DateTime: Scalars['DateTime']['output'];
  FacetCount: FacetCount;
  Highlight: Highlight;
  HighlightFragment: HighlightFragment;
  Boolean: Scalars['Boolean']['output'];
  Money: Money;
  Order: Omit<Omit<Order, 'customer' | 'lines'> & { customer?: Maybe<ResolversParentTypes['Customer']>, lines: Array<ResolversParentTypes['OrderLine']> }, 'customer' | 'lines'> & { lines: Omit<OrderLine, 'product'>[] };
  OrderConnection: Omit<OrderConnection, 'edges'> & { edges: Array<ResolversParentTypes['OrderEdge']> };
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderFilter: OrderFilter;
  OrderLine: Omit<Omit<OrderLine, 'product'> & { product?: Maybe<ResolversParentTypes['Product']> }, 'product'>;
  PageInfo: PageInfo;
  PriceFacet: PriceFacet;
  PriceRange: PriceRange;
  PriceStep: PriceStep;
  Product: Omit<Omit<Product, 'category' | 'categoryPath' | 'images'> & { category?: Maybe<ResolversParentTypes['Category']>, categoryPath: Array<ResolversParentTypes['Category']>, images: Array<ResolversParentTypes['ProductImage']> }, 'category' | 'categoryPath' | 'images' | 'reviews'> & { categoryId: string | null; images: Omit<ProductImage, 'thumbnailUrl' | 'placeholder'>[] };
  ProductAttribute: ProductAttribute;
  ProductConnection: { page: () => Promise<Omit<Omit<ProductConnection, 'edges' | 'facets'> & { edges: Array<ResolversParentTypes['ProductEdge']>, facets: ResolversParentTypes['ProductFacets'] }, 'facets' | 'didYouMean'> & { didYouMean: () => Promise<string | null> }>; facets: (args: Partial<ProductConnectionFacetsArgs>) => ResolversParentTypes['ProductFacets'] };
  ProductEdge: Omit<Omit<ProductEdge, 'node'> & { node: ResolversParentTypes['Product'] }, 'highlights'> & { highlights: () => Highlight[] | Promise<Highlight[]> };
  ProductFacets: { [Facet in Exclude<keyof Omit<ProductFacets, 'categories'> & { categories: Array<ResolversParentTypes['CategoryCount']> }, '__typename'>]: () => Promise<(Omit<ProductFacets, 'categories'> & { categories: Array<ResolversParentTypes['CategoryCount']> })[Facet]> };
  ProductFilter: ProductFilter;
  Float: Scalars['Float']['output'];
  ProductImage: Omit<ProductImage, 'thumbnailUrl' | 'placeholder'>;
  ProductReview: ProductReview;
  ProductReviewConnection: ProductReviewConnection;
  ProductReviewEdge: ProductReviewEdge;
  Query: Record<PropertyKey, never>;
  Rating: Rating;
  RatingCount: RatingCount;
  ReadModel: Omit<ReadModel, 'isOld'> & { isOld: () => Promise<boolean> };
  RelatedProducts: Omit<RelatedProducts, 'boughtTogether' | 'similar'> & { boughtTogether: Array<ResolversParentTypes['Product']>, similar: Array<ResolversParentTypes['Product']> };
  Review: Review | FederationReferenceTypes['Review'];
  ReviewConnection: ReviewConnection;
  ReviewEdge: ReviewEdge;
  ReviewFilter: ReviewFilter;
  Revision: Scalars['Revision']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  SalesFigures: SalesFigures;
  SalesReport: Omit<SalesReport, 'rows'> & { rows: Array<ResolversParentTypes['SalesRow']> };
  SalesRow: Omit<Omit<SalesRow, 'category' | 'product'> & { category?: Maybe<ResolversParentTypes['Category']>, product?: Maybe<ResolversParentTypes['Product']> }, 'product' | 'category'> & { product: () => Promise<ResolversParentTypes['Product'] | null>; category: () => Promise<ResolversParentTypes['Category'] | null> };
  Stock: Stock;
  StockAlertConnection: Omit<StockAlertConnection, 'edges'> & { edges: Array<ResolversParentTypes['StockAlertEdge']> };
  StockAlertEdge: Omit<StockAlertEdge, 'node'> & { node: ResolversParentTypes['Product'] };
  Subscription: Record<PropertyKey, never>;
  Suggestions: Omit<Omit<Suggestions, 'categories' | 'products'> & { categories: Array<ResolversParentTypes['Category']>, products: Array<ResolversParentTypes['Product']> }, 'didYouMean'> & { didYouMean: () => Promise<string | null> };
  String: Scalars['String']['output'];
}>;

export type AccessDirectiveArgs = {
  of?: Maybe<Scalars['String']['input']>;
  owner?: Maybe<Scalars['String']['input']>;
  to: Array<Scalars['String']['input']>;
};

export type AccessDirectiveResolver<Result, Parent, ContextType = any, Args = AccessDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AddressResolvers<ContextType = any, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = ResolversObject<{
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  postalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recipient?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  street?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
}>;

export type AttributeFacetResolvers<ContextType = any, ParentType extends ResolversParentTypes['AttributeFacet'] = ResolversParentTypes['AttributeFacet']> = ResolversObject<{
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  values?: Resolver<Array<ResolversTypes['FacetCount']>, ParentType, ContextType>;
}>;

export type AvailabilityCountResolvers<ContextType = any, ParentType extends ResolversParentTypes['AvailabilityCount'] = ResolversParentTypes['AvailabilityCount']> = ResolversObject<{
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Availability'], ParentType, ContextType>;
}>;

export type CategoryResolvers<ContextType = any, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category'], FederationReferenceType extends FederationReferenceTypes['Category'] = FederationReferenceTypes['Category']> = ResolversObject<{
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Category']> | FederationReferenceType, FederationReferenceType, ContextType>;
  children?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parentId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
}>;

export type CategoryCountResolvers<ContextType = any, ParentType extends ResolversParentTypes['CategoryCount'] = ResolversParentTypes['CategoryCount']> = ResolversObject<{
  category?: Resolver<ResolversTypes['Category'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type CustomerResolvers<ContextType = any, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = ResolversObject<{
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<CustomerOrdersArgs, 'sort'>>;
  registeredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
}>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type FacetCountResolvers<ContextType = any, ParentType extends ResolversParentTypes['FacetCount'] = ResolversParentTypes['FacetCount']> = ResolversObject<{
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
}>;

export type HighlightResolvers<ContextType = any, ParentType extends ResolversParentTypes['Highlight'] = ResolversParentTypes['Highlight']> = ResolversObject<{
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fragments?: Resolver<Array<ResolversTypes['HighlightFragment']>, ParentType, ContextType>;
}>;

export type HighlightFragmentResolvers<ContextType = any, ParentType extends ResolversParentTypes['HighlightFragment'] = ResolversParentTypes['HighlightFragment']> = ResolversObject<{
  matched?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
}>;

export type MoneyResolvers<ContextType = any, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = ResolversObject<{
  amountMinor?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
}>;

export type OrderResolvers<ContextType = any, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = ResolversObject<{
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
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

export type OrderConnectionResolvers<ContextType = any, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = ResolversObject<{
  edges?: Resolver<Array<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type OrderEdgeResolvers<ContextType = any, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = ResolversObject<{
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
}>;

export type OrderLineResolvers<ContextType = any, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = ResolversObject<{
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
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

export type PriceFacetResolvers<ContextType = any, ParentType extends ResolversParentTypes['PriceFacet'] = ResolversParentTypes['PriceFacet']> = ResolversObject<{
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  histogram?: Resolver<Array<ResolversTypes['PriceStep']>, ParentType, ContextType>;
  max?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  min?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
}>;

export type PriceStepResolvers<ContextType = any, ParentType extends ResolversParentTypes['PriceStep'] = ResolversParentTypes['PriceStep']> = ResolversObject<{
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
}>;

export type ProductResolvers<ContextType = any, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = ResolversObject<{
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  attributes?: Resolver<Array<ResolversTypes['ProductAttribute']>, ParentType, ContextType>;
  availability?: Resolver<ResolversTypes['Availability'], ParentType, ContextType>;
  brand?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  categoryPath?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  eans?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  images?: Resolver<Array<ResolversTypes['ProductImage']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  rating?: Resolver<ResolversTypes['Rating'], ParentType, ContextType>;
  reviews?: Resolver<ResolversTypes['ProductReviewConnection'], ParentType, ContextType, RequireFields<ProductReviewsArgs, 'sort'>>;
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
  didYouMean?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  facets?: Resolver<ResolversTypes['ProductFacets'], ParentType, ContextType, RequireFields<ProductConnectionFacetsArgs, 'first'>>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type ProductEdgeResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = ResolversObject<{
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  highlights?: Resolver<Array<ResolversTypes['Highlight']>, ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
}>;

export type ProductFacetsResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductFacets'] = ResolversParentTypes['ProductFacets']> = ResolversObject<{
  attributeNames?: Resolver<Array<ResolversTypes['FacetCount']>, ParentType, ContextType>;
  attributes?: Resolver<Array<ResolversTypes['AttributeFacet']>, ParentType, ContextType>;
  availability?: Resolver<Array<ResolversTypes['AvailabilityCount']>, ParentType, ContextType>;
  brands?: Resolver<Array<ResolversTypes['FacetCount']>, ParentType, ContextType>;
  categories?: Resolver<Array<ResolversTypes['CategoryCount']>, ParentType, ContextType>;
  prices?: Resolver<Array<ResolversTypes['PriceFacet']>, ParentType, ContextType>;
  ratings?: Resolver<Array<ResolversTypes['RatingCount']>, ParentType, ContextType>;
}>;

export type ProductImageResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductImage'] = ResolversParentTypes['ProductImage']> = ResolversObject<{
  alt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  placeholder?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  thumbnailUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<ProductImageThumbnailUrlArgs, 'size'>>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
}>;

export type ProductReviewResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductReview'] = ResolversParentTypes['ProductReview']> = ResolversObject<{
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  stars?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  submittedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
}>;

export type ProductReviewConnectionResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductReviewConnection'] = ResolversParentTypes['ProductReviewConnection']> = ResolversObject<{
  edges?: Resolver<Array<ResolversTypes['ProductReviewEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type ProductReviewEdgeResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProductReviewEdge'] = ResolversParentTypes['ProductReviewEdge']> = ResolversObject<{
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ProductReview'], ParentType, ContextType>;
}>;

export type QueryResolvers<ContextType = any, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = ResolversObject<{
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType, RequireFields<QueryCategoryArgs, 'id'>>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType, RequireFields<QueryCustomerArgs, 'id'>>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<QueryOrdersArgs, 'sort'>>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, Partial<QueryProductArgs>>;
  products?: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, RequireFields<QueryProductsArgs, 'sort'>>;
  readModel?: Resolver<ResolversTypes['ReadModel'], ParentType, ContextType>;
  relatedProducts?: Resolver<Maybe<ResolversTypes['RelatedProducts']>, ParentType, ContextType, RequireFields<QueryRelatedProductsArgs, 'first' | 'id'>>;
  review?: Resolver<Maybe<ResolversTypes['Review']>, ParentType, ContextType, RequireFields<QueryReviewArgs, 'id'>>;
  reviews?: Resolver<ResolversTypes['ReviewConnection'], ParentType, ContextType, RequireFields<QueryReviewsArgs, 'sort'>>;
  rootCategories?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType, Partial<QueryRootCategoriesArgs>>;
  salesReport?: Resolver<ResolversTypes['SalesReport'], ParentType, ContextType, RequireFields<QuerySalesReportArgs, 'from' | 'groupBy' | 'to' | 'top'>>;
  stockAlerts?: Resolver<ResolversTypes['StockAlertConnection'], ParentType, ContextType, RequireFields<QueryStockAlertsArgs, 'below'>>;
  suggest?: Resolver<ResolversTypes['Suggestions'], ParentType, ContextType, RequireFields<QuerySuggestArgs, 'first' | 'prefix'>>;
}>;

export type RatingResolvers<ContextType = any, ParentType extends ResolversParentTypes['Rating'] = ResolversParentTypes['Rating']> = ResolversObject<{
  average?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  histogram?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
}>;

export type RatingCountResolvers<ContextType = any, ParentType extends ResolversParentTypes['RatingCount'] = ResolversParentTypes['RatingCount']> = ResolversObject<{
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  minRating?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type ReadModelResolvers<ContextType = any, ParentType extends ResolversParentTypes['ReadModel'] = ResolversParentTypes['ReadModel']> = ResolversObject<{
  behindMs?: Resolver<Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  currentThrough?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  isOld?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
}>;

export type RelatedProductsResolvers<ContextType = any, ParentType extends ResolversParentTypes['RelatedProducts'] = ResolversParentTypes['RelatedProducts']> = ResolversObject<{
  boughtTogether?: Resolver<Array<ResolversTypes['Product']>, ParentType, ContextType>;
  similar?: Resolver<Array<ResolversTypes['Product']>, ParentType, ContextType>;
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

export type ReviewConnectionResolvers<ContextType = any, ParentType extends ResolversParentTypes['ReviewConnection'] = ResolversParentTypes['ReviewConnection']> = ResolversObject<{
  edges?: Resolver<Array<ResolversTypes['ReviewEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type ReviewEdgeResolvers<ContextType = any, ParentType extends ResolversParentTypes['ReviewEdge'] = ResolversParentTypes['ReviewEdge']> = ResolversObject<{
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Review'], ParentType, ContextType>;
}>;

export interface RevisionScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Revision'], any> {
  name: 'Revision';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type SalesFiguresResolvers<ContextType = any, ParentType extends ResolversParentTypes['SalesFigures'] = ResolversParentTypes['SalesFigures']> = ResolversObject<{
  cancellations?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  cancelledRevenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  cancelledUnits?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  units?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
}>;

export type SalesReportResolvers<ContextType = any, ParentType extends ResolversParentTypes['SalesReport'] = ResolversParentTypes['SalesReport']> = ResolversObject<{
  rowCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['SalesRow']>, ParentType, ContextType>;
  totals?: Resolver<Array<ResolversTypes['SalesFigures']>, ParentType, ContextType>;
}>;

export type SalesRowResolvers<ContextType = any, ParentType extends ResolversParentTypes['SalesRow'] = ResolversParentTypes['SalesRow']> = ResolversObject<{
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  figures?: Resolver<ResolversTypes['SalesFigures'], ParentType, ContextType>;
  key?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
}>;

export type StockResolvers<ContextType = any, ParentType extends ResolversParentTypes['Stock'] = ResolversParentTypes['Stock']> = ResolversObject<{
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onHand?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type StockAlertConnectionResolvers<ContextType = any, ParentType extends ResolversParentTypes['StockAlertConnection'] = ResolversParentTypes['StockAlertConnection']> = ResolversObject<{
  edges?: Resolver<Array<ResolversTypes['StockAlertEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
}>;

export type StockAlertEdgeResolvers<ContextType = any, ParentType extends ResolversParentTypes['StockAlertEdge'] = ResolversParentTypes['StockAlertEdge']> = ResolversObject<{
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
}>;

export type SubscriptionResolvers<ContextType = any, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = ResolversObject<{
  orderChanged?: SubscriptionResolver<Maybe<ResolversTypes['Order']>, "orderChanged", ParentType, ContextType, RequireFields<SubscriptionOrderChangedArgs, 'id'>>;
}>;

export type SuggestionsResolvers<ContextType = any, ParentType extends ResolversParentTypes['Suggestions'] = ResolversParentTypes['Suggestions']> = ResolversObject<{
  brands?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  categories?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  didYouMean?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  products?: Resolver<Array<ResolversTypes['Product']>, ParentType, ContextType>;
}>;

export type Resolvers<ContextType = any> = ResolversObject<{
  Address?: AddressResolvers<ContextType>;
  AttributeFacet?: AttributeFacetResolvers<ContextType>;
  AvailabilityCount?: AvailabilityCountResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  CategoryCount?: CategoryCountResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  FacetCount?: FacetCountResolvers<ContextType>;
  Highlight?: HighlightResolvers<ContextType>;
  HighlightFragment?: HighlightFragmentResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PriceFacet?: PriceFacetResolvers<ContextType>;
  PriceStep?: PriceStepResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductAttribute?: ProductAttributeResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  ProductFacets?: ProductFacetsResolvers<ContextType>;
  ProductImage?: ProductImageResolvers<ContextType>;
  ProductReview?: ProductReviewResolvers<ContextType>;
  ProductReviewConnection?: ProductReviewConnectionResolvers<ContextType>;
  ProductReviewEdge?: ProductReviewEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Rating?: RatingResolvers<ContextType>;
  RatingCount?: RatingCountResolvers<ContextType>;
  ReadModel?: ReadModelResolvers<ContextType>;
  RelatedProducts?: RelatedProductsResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  ReviewConnection?: ReviewConnectionResolvers<ContextType>;
  ReviewEdge?: ReviewEdgeResolvers<ContextType>;
  Revision?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  SalesFigures?: SalesFiguresResolvers<ContextType>;
  SalesReport?: SalesReportResolvers<ContextType>;
  SalesRow?: SalesRowResolvers<ContextType>;
  Stock?: StockResolvers<ContextType>;
  StockAlertConnection?: StockAlertConnectionResolvers<ContextType>;
  StockAlertEdge?: StockAlertEdgeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Suggestions?: SuggestionsResolvers<ContextType>;
}>;

export type DirectiveResolvers<ContextType = any> = ResolversObject<{
  access?: AccessDirectiveResolver<any, any, ContextType>;
}>;
