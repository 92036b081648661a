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
  /** A moment in UTC, as ISO 8601: 2026-01-31T12:00:00.000Z. */
  DateTime: { input: string; output: string; }
  /** Names streams and the revision of each, for example of a product and of its stock. Opaque: compare it through the API only. */
  Revision: { input: string; output: string; }
  /** A whole number from -(2^53 - 1) to 2^53 - 1, the range that JSON and JavaScript carry exactly. */
  SafeInt: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** What adds a picture to a product, behind the others. */
export type AddProductImageInput = {
  /** Refuse with STALE_REVISION unless the product is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The picture; each URL once per product. */
  image: ImageInput;
  /** The product to change. */
  productId: Scalars['ID']['input'];
};

/** The answer to addProductImage. */
export type AddProductImagePayload = {
  __typename?: 'AddProductImagePayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product with the picture; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** A postal address. */
export type AddressInput = {
  /** Up to 200 characters. */
  city?: InputMaybe<Scalars['String']['input']>;
  /** The country's code or name, 1 to 100 characters. */
  country: Scalars['String']['input'];
  /** Up to 20 characters. */
  postalCode?: InputMaybe<Scalars['String']['input']>;
  /** Who receives, up to 200 characters. */
  recipient?: InputMaybe<Scalars['String']['input']>;
  /** Street and number, up to 500 characters. */
  street?: InputMaybe<Scalars['String']['input']>;
};

/** A property of a product, for example colour: black. */
export type AttributeInput = {
  /** 1 to 100 characters; each name once per product. */
  name: Scalars['String']['input'];
  /** 1 to 10,000 characters. */
  value: Scalars['String']['input'];
};

/** What became of one row of a bulk command. */
export type BulkRow = {
  __typename?: 'BulkRow';
  /** The row's index in the input, from 0. */
  index: Scalars['Int']['output'];
  /** The product; null when the row, or with REJECT_ALL any row, was refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when the row, or with REJECT_ALL any row, was refused. */
  productId: Maybe<Scalars['ID']['output']>;
};

/** What cancels an order that has not left the house. */
export type CancelOrderInput = {
  /** Refuse with STALE_REVISION unless the order is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The order to cancel. */
  orderId: Scalars['ID']['input'];
  /** Why, up to 500 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** The answer to cancelOrder. */
export type CancelOrderPayload = {
  __typename?: 'CancelOrderPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The order as cancelled; null when refused. */
  order: Maybe<Order>;
  /** The order's id, there even when the read model is behind; null when refused. */
  orderId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What puts a product into a category. */
export type CategorizeProductInput = {
  /** Where it is found from now on; null, or leaving it out, takes it out of its category. */
  categoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Refuse with STALE_REVISION unless the product is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The product to change. */
  productId: Scalars['ID']['input'];
};

/** The answer to categorizeProduct. */
export type CategorizeProductPayload = {
  __typename?: 'CategorizeProductPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product in its category; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** A place in the catalogue where products are found. Commands answer with its key; every other field comes from the read model, at least as new as the command. */
export type Category = {
  __typename?: 'Category';
  /** Identifies the category for good. */
  id: Scalars['ID']['output'];
  /** The revision of the category that this shows. A command answers with that of what it wrote, and shows it or a newer one. */
  revision: Scalars['Revision']['output'];
};

/** What changes where a customer's orders go from now on; orders already placed keep their address. */
export type ChangeCustomerAddressInput = {
  /** The new address. */
  address: AddressInput;
  /** The customer who moved. */
  customerId: Scalars['ID']['input'];
  /** Refuse with STALE_REVISION unless the customer is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The answer to changeCustomerAddress. */
export type ChangeCustomerAddressPayload = {
  __typename?: 'ChangeCustomerAddressPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The customer with the new address; null when refused. */
  customer: Maybe<Customer>;
  /** The customer's id, there even when the read model is behind; null when refused. */
  customerId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What changes the prices of many products in one transaction. */
export type ChangePricesInput = {
  /** What happens when a row is refused. */
  errorPolicy?: InputMaybe<ErrorPolicy>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 1,000 changes, done in this order, and fewer of large products: what is written must fit one packet of MySQL. Their own idempotency keys must be well-formed, but are not used. */
  rows: Array<ChangeProductPriceInput>;
};

/** The answer to changePrices. */
export type ChangePricesPayload = {
  __typename?: 'ChangePricesPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when nothing was. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** What became of each row, in the order of the input. */
  rows: Array<BulkRow>;
  /** Why rows were refused; their path names the row: ["input", "rows", "3", "sku"]. */
  userErrors: Array<UserError>;
};

/** What changes what is said of a product. What is left out stays; null takes away what may be missing. */
export type ChangeProductDetailsInput = {
  /** Up to 500 properties, in the order to show them; all of them are replaced. */
  attributes?: InputMaybe<Array<AttributeInput>>;
  /** 1 to 100 characters. */
  brand?: InputMaybe<Scalars['String']['input']>;
  /** Up to 20,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Up to 200 European Article Numbers (8 to 14 digits), each once. */
  eans?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Refuse with STALE_REVISION unless the product is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The maker's number of the product. 1 to 255 characters. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 500 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** The product to change. */
  productId: Scalars['ID']['input'];
};

/** The answer to changeProductDetails. */
export type ChangeProductDetailsPayload = {
  __typename?: 'ChangeProductDetailsPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product as changed; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What changes a product's price. */
export type ChangeProductPriceInput = {
  /** Refuse with STALE_REVISION unless the product is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What one unit costs from now on, in the product's currency. */
  price: MoneyInput;
  /** The product to change. */
  productId: Scalars['ID']['input'];
};

/** The answer to changeProductPrice. */
export type ChangeProductPricePayload = {
  __typename?: 'ChangeProductPricePayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product with its new price; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What places an order. */
export type CreateOrderInput = {
  /** Who orders. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** The order's number in another system, unique for good, which the staff may give. 1 to 255 characters. */
  externalReference?: InputMaybe<Scalars['String']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What is ordered: 1 to 2,000 lines, all in one currency. A SKU may stand in several lines. */
  lines: Array<OrderLineInput>;
  /** When it was placed, which the staff may give for an order that was taken elsewhere: in the year 1000 or later, and not in the future. Now when left out. */
  placedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Where it goes; the customer's address when left out. The order keeps it as it is. */
  shippingAddress?: InputMaybe<AddressInput>;
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

/** Somebody who orders. Commands answer with its key; every other field comes from the read model, at least as new as the command. */
export type Customer = {
  __typename?: 'Customer';
  /** Identifies the customer for good. */
  id: Scalars['ID']['output'];
  /** The revision of the customer that this shows. A command answers with that of what it wrote, and shows it or a newer one. */
  revision: Scalars['Revision']['output'];
};

/** What defines a category. */
export type DefineCategoryInput = {
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** The category above it; none for a root. At most 50 levels in all. */
  parentId?: InputMaybe<Scalars['ID']['input']>;
};

/** The answer to defineCategory. */
export type DefineCategoryPayload = {
  __typename?: 'DefineCategoryPayload';
  /** The category as defined; null when refused. */
  category: Maybe<Category>;
  /** The category's id, there even when the read model is behind; null when refused. */
  categoryId: Maybe<Scalars['ID']['output']>;
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What records that an order arrived. */
export type DeliverOrderInput = {
  /** Refuse with STALE_REVISION unless the order is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The order that arrived. */
  orderId: Scalars['ID']['input'];
};

/** The answer to deliverOrder. */
export type DeliverOrderPayload = {
  __typename?: 'DeliverOrderPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The order as delivered; null when refused. */
  order: Maybe<Order>;
  /** The order's id, there even when the read model is behind; null when refused. */
  orderId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What ends the sale of a product for good. */
export type DiscontinueProductInput = {
  /** Refuse with STALE_REVISION unless the product is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The product to change. */
  productId: Scalars['ID']['input'];
};

/** The answer to discontinueProduct. */
export type DiscontinueProductPayload = {
  __typename?: 'DiscontinueProductPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product as discontinued; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** Returned when another customer has the e-mail address. */
export type DuplicateEmail = UserError & {
  __typename?: 'DuplicateEmail';
  /** DUPLICATE_EMAIL. */
  code: UserErrorCode;
  /** The customer who has it: not for customers to know, who could look each other up by address. */
  customerId: Maybe<Scalars['ID']['output']>;
  /** The reason in words, for a developer to read. */
  message: Scalars['String']['output'];
  /** The argument that names the address. */
  path: Array<Scalars['String']['output']>;
};

/** Returned when the external reference was used before. The same row sent again is no second order, movement or return. */
export type DuplicateExternalReference = UserError & {
  __typename?: 'DuplicateExternalReference';
  /** DUPLICATE_EXTERNAL_REFERENCE. */
  code: UserErrorCode;
  /** The order or product that has it. */
  existingId: Scalars['ID']['output'];
  /** The reason in words, for a developer to read. */
  message: Scalars['String']['output'];
  /** The argument that names the reference. */
  path: Array<Scalars['String']['output']>;
};

/** What happens to the good rows of a bulk command when others are refused. */
export type ErrorPolicy =
  /** One refused row refuses all: nothing is written. */
  | 'REJECT_ALL'
  /** The good rows are written, the refused ones are not. */
  | 'SKIP_FAILED';

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

/** What approves or rejects a review. */
export type ModerateReviewInput = {
  /** The judgment. */
  decision: ReviewDecision;
  /** Refuse with STALE_REVISION unless the review is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The review to judge. */
  reviewId: Scalars['ID']['input'];
};

/** The answer to moderateReview. */
export type ModerateReviewPayload = {
  __typename?: 'ModerateReviewPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** The review as judged; null when refused. */
  review: Maybe<Review>;
  /** The review's id, there even when the read model is behind; null when refused. */
  reviewId: Maybe<Scalars['ID']['output']>;
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** An amount of money in the minor unit of its currency: 1999 EUR is 19.99 euros. */
export type MoneyInput = {
  /** The amount in minor units, 0 or more. */
  amountMinor: Scalars['SafeInt']['input'];
  /** The ISO 4217 code of the currency, for example EUR. */
  currency: Scalars['String']['input'];
};

/** What moves a category with all that is below it. */
export type MoveCategoryInput = {
  /** The category to move. */
  categoryId: Scalars['ID']['input'];
  /** Refuse with STALE_REVISION unless the category is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The category above it from now on; null, or leaving it out, makes it a root. At most 50 levels in all, with what stands below it. */
  parentId?: InputMaybe<Scalars['ID']['input']>;
};

/** The answer to moveCategory. */
export type MoveCategoryPayload = {
  __typename?: 'MoveCategoryPayload';
  /** The category at its new place; null when refused. */
  category: Maybe<Category>;
  /** The category's id, there even when the read model is behind; null when refused. */
  categoryId: Maybe<Scalars['ID']['output']>;
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Adds a picture to a product. */
  addProductImage: AddProductImagePayload;
  /** Cancels an order that has not left the house: its stock is free again, what was paid is refunded. */
  cancelOrder: CancelOrderPayload;
  /** Puts a product into a category, or out of it. */
  categorizeProduct: CategorizeProductPayload;
  /** Changes where a customer's orders go from now on. */
  changeCustomerAddress: ChangeCustomerAddressPayload;
  /** Changes up to 1,000 prices in one transaction. */
  changePrices: ChangePricesPayload;
  /** Changes what is said of a product. */
  changeProductDetails: ChangeProductDetailsPayload;
  /** Changes what a product costs; orders already placed keep their price. */
  changeProductPrice: ChangeProductPricePayload;
  /** Places an order and reserves its stock. */
  createOrder: CreateOrderPayload;
  /** Adds a category. */
  defineCategory: DefineCategoryPayload;
  /** Records that an order arrived. */
  deliverOrder: DeliverOrderPayload;
  /** Ends the sale of a product for good; orders that have it are still fulfilled. */
  discontinueProduct: DiscontinueProductPayload;
  /** Approves or rejects a review. */
  moderateReview: ModerateReviewPayload;
  /** Moves a category with all that is below it. */
  moveCategory: MoveCategoryPayload;
  /** Records that an order was paid. */
  payOrder: PayOrderPayload;
  /** Makes a product visible in the catalogue and open for orders. */
  publishProduct: PublishProductPayload;
  /** Registers a customer. */
  registerCustomer: RegisterCustomerPayload;
  /** Adds a product to the catalogue. */
  registerProduct: RegisterProductPayload;
  /** Adds up to 1,000 products in one transaction. */
  registerProducts: RegisterProductsPayload;
  /** Takes a picture off a product. */
  removeProductImage: RemoveProductImagePayload;
  /** Renames a category. */
  renameCategory: RenameCategoryPayload;
  /** Takes back delivered items, restocks them and refunds what was paid for them. */
  returnOrderItems: ReturnOrderItemsPayload;
  /** Records that an order left the house, and takes its units out of the stock. */
  shipOrder: ShipOrderPayload;
  /** Submits a review, to be approved. */
  submitReview: SubmitReviewPayload;
  /** Hides a product from the catalogue until it is published again. */
  unpublishProduct: UnpublishProductPayload;
  /** Receives, adjusts or counts the stock of a product. */
  updateProductStock: UpdateProductStockPayload;
  /** Changes the stock of up to 1,000 products in one transaction. */
  updateStocks: UpdateStocksPayload;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationAddProductImageArgs = {
  input: AddProductImageInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationCancelOrderArgs = {
  input: CancelOrderInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationCategorizeProductArgs = {
  input: CategorizeProductInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationChangeCustomerAddressArgs = {
  input: ChangeCustomerAddressInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationChangePricesArgs = {
  input: ChangePricesInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationChangeProductDetailsArgs = {
  input: ChangeProductDetailsInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationChangeProductPriceArgs = {
  input: ChangeProductPriceInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationCreateOrderArgs = {
  input: CreateOrderInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationDefineCategoryArgs = {
  input: DefineCategoryInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationDeliverOrderArgs = {
  input: DeliverOrderInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationDiscontinueProductArgs = {
  input: DiscontinueProductInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationModerateReviewArgs = {
  input: ModerateReviewInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationMoveCategoryArgs = {
  input: MoveCategoryInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationPayOrderArgs = {
  input: PayOrderInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationPublishProductArgs = {
  input: PublishProductInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationRegisterCustomerArgs = {
  input: RegisterCustomerInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationRegisterProductArgs = {
  input: RegisterProductInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationRegisterProductsArgs = {
  input: RegisterProductsInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationRemoveProductImageArgs = {
  input: RemoveProductImageInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationRenameCategoryArgs = {
  input: RenameCategoryInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationReturnOrderItemsArgs = {
  input: ReturnOrderItemsInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationShipOrderArgs = {
  input: ShipOrderInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationSubmitReviewArgs = {
  input: SubmitReviewInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationUnpublishProductArgs = {
  input: UnpublishProductInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationUpdateProductStockArgs = {
  input: UpdateProductStockInput;
};


/** The commands. Each is one transaction: it is done whole, or refused with userErrors and nothing is written. */
export type MutationUpdateStocksArgs = {
  input: UpdateStocksInput;
};

/** A customer's order. Commands answer with its key; every other field comes from the read model, at least as new as the command. */
export type Order = {
  __typename?: 'Order';
  /** Identifies the order for good. */
  id: Scalars['ID']['output'];
  /** The revision of the order that this shows. A command answers with that of what it wrote, and shows it or a newer one. */
  revision: Scalars['Revision']['output'];
};

/** One line of an order. */
export type OrderLineInput = {
  /** How many units: 1 to 1,000,000. */
  quantity: Scalars['Int']['input'];
  /** The product ordered. */
  sku: Scalars['String']['input'];
  /** What one unit costs, agreed elsewhere, which the staff may give in the product's currency. The product's price when left out. */
  unitPrice?: InputMaybe<MoneyInput>;
};

/** What records that an order was paid. */
export type PayOrderInput = {
  /** What was paid; must be the order's total. The total when left out. */
  amount?: InputMaybe<MoneyInput>;
  /** Refuse with STALE_REVISION unless the order is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The order that was paid. */
  orderId: Scalars['ID']['input'];
};

/** The answer to payOrder. */
export type PayOrderPayload = {
  __typename?: 'PayOrderPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The order as paid; null when refused. */
  order: Maybe<Order>;
  /** The order's id, there even when the read model is behind; null when refused. */
  orderId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** A product of the catalogue. Commands answer with its key; every other field comes from the read model, at least as new as the command. */
export type Product = {
  __typename?: 'Product';
  /** Identifies the product for good. */
  id: Scalars['ID']['output'];
  /**
   * The revision of the product, its stock and its rating that this shows. A command answers with that of what it wrote
   * alone, as of the stock, and shows it or a newer one.
   */
  revision: Scalars['Revision']['output'];
};

/** What publishes a product. */
export type PublishProductInput = {
  /** Refuse with STALE_REVISION unless the product is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
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

/** What registers a customer. */
export type RegisterCustomerInput = {
  /** Where orders go. */
  address?: InputMaybe<AddressInput>;
  /** The e-mail address, unique in any case of its letters. 3 to 254 characters. */
  email: Scalars['String']['input'];
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
};

/** The answer to registerCustomer. */
export type RegisterCustomerPayload = {
  __typename?: 'RegisterCustomerPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The customer as registered; null when refused. */
  customer: Maybe<Customer>;
  /** The customer's id, there even when the read model is behind; null when refused. */
  customerId: Maybe<Scalars['ID']['output']>;
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
  /** Where it is found; a category is optional. */
  categoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Up to 20,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Up to 200 European Article Numbers (8 to 14 digits), each once. */
  eans?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Up to 50 pictures, each URL once; the first is the main one. */
  images?: InputMaybe<Array<ImageInput>>;
  /** The maker's number of the product. 1 to 255 characters. */
  model?: InputMaybe<Scalars['String']['input']>;
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

/** What registers many products in one transaction. */
export type RegisterProductsInput = {
  /** What happens when a row is refused. */
  errorPolicy?: InputMaybe<ErrorPolicy>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 1,000 products; their own idempotency keys must be well-formed, but are not used. */
  rows: Array<RegisterProductInput>;
};

/** The answer to registerProducts. */
export type RegisterProductsPayload = {
  __typename?: 'RegisterProductsPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when nothing was. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** What became of each row, in the order of the input. */
  rows: Array<BulkRow>;
  /** Why rows were refused; their path names the row: ["input", "rows", "3", "sku"]. */
  userErrors: Array<UserError>;
};

/** What takes a picture off a product. */
export type RemoveProductImageInput = {
  /** Refuse with STALE_REVISION unless the product is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The product to change. */
  productId: Scalars['ID']['input'];
  /** The URL of the picture, up to 2,000 characters. */
  url: Scalars['String']['input'];
};

/** The answer to removeProductImage. */
export type RemoveProductImagePayload = {
  __typename?: 'RemoveProductImagePayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product without the picture; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What renames a category. */
export type RenameCategoryInput = {
  /** The category to change. */
  categoryId: Scalars['ID']['input'];
  /** Refuse with STALE_REVISION unless the category is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
};

/** The answer to renameCategory. */
export type RenameCategoryPayload = {
  __typename?: 'RenameCategoryPayload';
  /** The category with its new name; null when refused. */
  category: Maybe<Category>;
  /** The category's id, there even when the read model is behind; null when refused. */
  categoryId: Maybe<Scalars['ID']['output']>;
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** Units of one product that came back. */
export type ReturnItemInput = {
  /** How many units: 1 or more, at most what was delivered and has not come back. */
  quantity: Scalars['Int']['input'];
  /** The product. */
  sku: Scalars['String']['input'];
};

/** What takes back delivered items of an order, restocks them and refunds what was paid for them. */
export type ReturnOrderItemsInput = {
  /** Refuse with STALE_REVISION unless the order is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** The return's number in another system, unique for good, which the staff may give. 1 to 255 characters. */
  externalReference?: InputMaybe<Scalars['String']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What came back: 1 to 2,000 items, each SKU once. */
  items: Array<ReturnItemInput>;
  /** The order they came with. */
  orderId: Scalars['ID']['input'];
  /** Why, up to 500 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** The answer to returnOrderItems. */
export type ReturnOrderItemsPayload = {
  __typename?: 'ReturnOrderItemsPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The order after the return; null when refused. */
  order: Maybe<Order>;
  /** The order's id, there even when the read model is behind; null when refused. */
  orderId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What a customer thinks of a product. Commands answer with its key; every other field comes from the read model, at least as new as the command. */
export type Review = {
  __typename?: 'Review';
  /** Identifies the review for good. */
  id: Scalars['ID']['output'];
  /** The revision of the review that this shows. A command answers with that of what it wrote, and shows it or a newer one. */
  revision: Scalars['Revision']['output'];
};

/** The judgment on a review. */
export type ReviewDecision =
  /** It shows, and counts in the product's rating. */
  | 'APPROVE'
  /** It does not show, and does not count. */
  | 'REJECT';

/** What records that an order left the house. */
export type ShipOrderInput = {
  /** Refuse with STALE_REVISION unless the order is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The order that was shipped. */
  orderId: Scalars['ID']['input'];
  /** The carrier's number of the parcel, 1 to 255 characters. */
  trackingNumber?: InputMaybe<Scalars['String']['input']>;
};

/** The answer to shipOrder. */
export type ShipOrderPayload = {
  __typename?: 'ShipOrderPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The order as shipped; null when refused. */
  order: Maybe<Order>;
  /** The order's id, there even when the read model is behind; null when refused. */
  orderId: Maybe<Scalars['ID']['output']>;
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
  /** The revision now; of a row of a bulk command, the one that the rows before it have made or would make. */
  current: Scalars['Revision']['output'];
  /** The reason in words, for a developer to read. */
  message: Scalars['String']['output'];
  /** The argument that names the expected revision. */
  path: Array<Scalars['String']['output']>;
};

/** What submits a review. It counts and shows once it is approved. */
export type SubmitReviewInput = {
  /** Who reviews; once per product. */
  customerId: Scalars['ID']['input'];
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What is reviewed. */
  productId: Scalars['ID']['input'];
  /** 1 to 5. */
  stars: Scalars['Int']['input'];
  /** Up to 10,000 characters. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Up to 200 characters. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** The answer to submitReview. */
export type SubmitReviewPayload = {
  __typename?: 'SubmitReviewPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** The review as submitted; null when refused. */
  review: Maybe<Review>;
  /** The review's id, there even when the read model is behind; null when refused. */
  reviewId: Maybe<Scalars['ID']['output']>;
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What hides a product from the catalogue. */
export type UnpublishProductInput = {
  /** Refuse with STALE_REVISION unless the product is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The product to change. */
  productId: Scalars['ID']['input'];
};

/** The answer to unpublishProduct. */
export type UnpublishProductPayload = {
  __typename?: 'UnpublishProductPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when refused. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** The product as hidden; null when refused. */
  product: Maybe<Product>;
  /** The product's id, there even when the read model is behind; null when refused. */
  productId: Maybe<Scalars['ID']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** Why the command was refused; empty when it was done. */
  userErrors: Array<UserError>;
};

/** What changes the stock of a product: exactly one of delta and set. */
export type UpdateProductStockInput = {
  /** Units to add, or to take away when negative; at most 2,000,000,000 can be on hand. */
  delta?: InputMaybe<Scalars['Int']['input']>;
  /** Refuse with STALE_QUANTITY unless this many units are on hand. */
  expectedQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** Refuse with STALE_REVISION unless the stock is still at this revision. */
  expectedRevision?: InputMaybe<Scalars['Revision']['input']>;
  /** The movement's number in another system, unique for good. 1 to 255 characters. */
  externalReference?: InputMaybe<Scalars['String']['input']>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Why, for the ledger. Up to 500 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** The number of units that were counted, 0 to 2,000,000,000. */
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

/** What changes the stock of many products in one transaction. */
export type UpdateStocksInput = {
  /** What happens when a row is refused. */
  errorPolicy?: InputMaybe<ErrorPolicy>;
  /** Send the same one to try again: for 24 hours a command that was done gives the same answer, one that was refused is judged anew. Each caller has keys of their own for each command. 1 to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 1,000 changes, done in this order; their own idempotency keys must be well-formed, but are not used. */
  rows: Array<UpdateProductStockInput>;
};

/** The answer to updateStocks. */
export type UpdateStocksPayload = {
  __typename?: 'UpdateStocksPayload';
  /** Send it back as asOf or x-consistency-token to read what was written; null when nothing was. */
  consistencyToken: Maybe<Scalars['String']['output']>;
  /** True when an earlier command with the same idempotency key gave this answer. */
  replayed: Scalars['Boolean']['output'];
  /** What became of each row, in the order of the input. */
  rows: Array<BulkRow>;
  /** Why rows were refused; their path names the row: ["input", "rows", "3", "sku"]. */
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
  /** The category would stand below itself. */
  | 'CATEGORY_CYCLE'
  /** There is no category with this id. */
  | 'CATEGORY_NOT_FOUND'
  /** There is no customer with this id. */
  | 'CUSTOMER_NOT_FOUND'
  /** Another customer has this e-mail address. */
  | 'DUPLICATE_EMAIL'
  /** Another order, movement or return has this external reference. */
  | 'DUPLICATE_EXTERNAL_REFERENCE'
  /** The product has a picture with this URL already. */
  | 'DUPLICATE_IMAGE'
  /** The customer has reviewed this product before. */
  | 'DUPLICATE_REVIEW'
  /** Another product has this SKU. */
  | 'DUPLICATE_SKU'
  /** The same idempotency key came with another input before. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The product has no picture with this URL. */
  | 'IMAGE_NOT_FOUND'
  /** Fewer units are available than asked for. */
  | 'INSUFFICIENT_STOCK'
  /** A value is missing, too long, out of range or malformed. */
  | 'INVALID_INPUT'
  /** There is no order with this id. */
  | 'ORDER_NOT_FOUND'
  /** A product needs a price before it can be published. */
  | 'PRICE_REQUIRED'
  /** There is no product with this id or SKU. */
  | 'PRODUCT_NOT_FOUND'
  /** Only published products can be ordered. */
  | 'PRODUCT_NOT_PUBLISHED'
  /** More would come back than was delivered. */
  | 'RETURN_EXCEEDS_DELIVERED'
  /** There is no review with this id. */
  | 'REVIEW_NOT_FOUND'
  /** The number of units on hand is not the expected one. */
  | 'STALE_QUANTITY'
  /** The entity has changed since the expected revision. */
  | 'STALE_REVISION'
  /** Stock cannot fall below what orders have reserved. */
  | 'STOCK_BELOW_RESERVED'
  /** The amount is not what is owed. */
  | 'WRONG_AMOUNT'
  /** A product keeps its currency, and everything of an order is in one. */
  | 'WRONG_CURRENCY'
  /** The order or product is in a state in which this cannot be done. */
  | 'WRONG_STATE';

/** Returned when an order or a product is in a state in which the command cannot be done. */
export type WrongState = UserError & {
  __typename?: 'WrongState';
  /** WRONG_STATE. */
  code: UserErrorCode;
  /** The reason in words, for a developer to read. */
  message: Scalars['String']['output'];
  /** The argument that names the entity. */
  path: Array<Scalars['String']['output']>;
  /** The state now, for example SHIPPED. */
  state: Scalars['String']['output'];
};

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
    | ( DuplicateEmail )
    | ( DuplicateExternalReference )
    | ( InsufficientStock )
    | ( InvalidInput )
    | ( StaleRevision )
    | ( WrongState )
  ;
}>;

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = ResolversObject<{
  AddProductImageInput: AddProductImageInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AddProductImagePayload: ResolverTypeWrapper<Omit<AddProductImagePayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  AddressInput: AddressInput;
  AttributeInput: AttributeInput;
  BulkRow: ResolverTypeWrapper<BulkRow>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  CancelOrderInput: CancelOrderInput;
  CancelOrderPayload: ResolverTypeWrapper<Omit<CancelOrderPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  CategorizeProductInput: CategorizeProductInput;
  CategorizeProductPayload: ResolverTypeWrapper<Omit<CategorizeProductPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  Category: ResolverTypeWrapper<Category>;
  ChangeCustomerAddressInput: ChangeCustomerAddressInput;
  ChangeCustomerAddressPayload: ResolverTypeWrapper<Omit<ChangeCustomerAddressPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  ChangePricesInput: ChangePricesInput;
  ChangePricesPayload: ResolverTypeWrapper<Omit<ChangePricesPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  ChangeProductDetailsInput: ChangeProductDetailsInput;
  ChangeProductDetailsPayload: ResolverTypeWrapper<Omit<ChangeProductDetailsPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  ChangeProductPriceInput: ChangeProductPriceInput;
  ChangeProductPricePayload: ResolverTypeWrapper<Omit<ChangeProductPricePayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  CreateOrderInput: CreateOrderInput;
  CreateOrderPayload: ResolverTypeWrapper<Omit<CreateOrderPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  Customer: ResolverTypeWrapper<Customer>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DefineCategoryInput: DefineCategoryInput;
  DefineCategoryPayload: ResolverTypeWrapper<Omit<DefineCategoryPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  DeliverOrderInput: DeliverOrderInput;
  DeliverOrderPayload: ResolverTypeWrapper<Omit<DeliverOrderPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  DiscontinueProductInput: DiscontinueProductInput;
  DiscontinueProductPayload: ResolverTypeWrapper<Omit<DiscontinueProductPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  DuplicateEmail: ResolverTypeWrapper<DuplicateEmail>;
  DuplicateExternalReference: ResolverTypeWrapper<DuplicateExternalReference>;
  ErrorPolicy: ErrorPolicy;
  ImageInput: ImageInput;
  InsufficientStock: ResolverTypeWrapper<InsufficientStock>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  ModerateReviewInput: ModerateReviewInput;
  ModerateReviewPayload: ResolverTypeWrapper<Omit<ModerateReviewPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  MoneyInput: MoneyInput;
  MoveCategoryInput: MoveCategoryInput;
  MoveCategoryPayload: ResolverTypeWrapper<Omit<MoveCategoryPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<Order>;
  OrderLineInput: OrderLineInput;
  PayOrderInput: PayOrderInput;
  PayOrderPayload: ResolverTypeWrapper<Omit<PayOrderPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  Product: ResolverTypeWrapper<Product>;
  PublishProductInput: PublishProductInput;
  PublishProductPayload: ResolverTypeWrapper<Omit<PublishProductPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  RegisterCustomerInput: RegisterCustomerInput;
  RegisterCustomerPayload: ResolverTypeWrapper<Omit<RegisterCustomerPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  RegisterProductInput: RegisterProductInput;
  RegisterProductPayload: ResolverTypeWrapper<Omit<RegisterProductPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  RegisterProductsInput: RegisterProductsInput;
  RegisterProductsPayload: ResolverTypeWrapper<Omit<RegisterProductsPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  RemoveProductImageInput: RemoveProductImageInput;
  RemoveProductImagePayload: ResolverTypeWrapper<Omit<RemoveProductImagePayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  RenameCategoryInput: RenameCategoryInput;
  RenameCategoryPayload: ResolverTypeWrapper<Omit<RenameCategoryPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  ReturnItemInput: ReturnItemInput;
  ReturnOrderItemsInput: ReturnOrderItemsInput;
  ReturnOrderItemsPayload: ResolverTypeWrapper<Omit<ReturnOrderItemsPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  Review: ResolverTypeWrapper<Review>;
  ReviewDecision: ReviewDecision;
  Revision: ResolverTypeWrapper<Scalars['Revision']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  ShipOrderInput: ShipOrderInput;
  ShipOrderPayload: ResolverTypeWrapper<Omit<ShipOrderPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  StaleRevision: ResolverTypeWrapper<StaleRevision>;
  SubmitReviewInput: SubmitReviewInput;
  SubmitReviewPayload: ResolverTypeWrapper<Omit<SubmitReviewPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  UnpublishProductInput: UnpublishProductInput;
  UnpublishProductPayload: ResolverTypeWrapper<Omit<UnpublishProductPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  UpdateProductStockInput: UpdateProductStockInput;
  UpdateProductStockPayload: ResolverTypeWrapper<Omit<UpdateProductStockPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  UpdateStocksInput: UpdateStocksInput;
  UpdateStocksPayload: ResolverTypeWrapper<Omit<UpdateStocksPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  UserErrorCode: UserErrorCode;
  WrongState: ResolverTypeWrapper<WrongState>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
}>;

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = ResolversObject<{
  AddProductImageInput: AddProductImageInput;
  ID: Scalars['ID']['output'];
  AddProductImagePayload: Omit<AddProductImagePayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  Boolean: Scalars['Boolean']['output'];
  AddressInput: AddressInput;
  AttributeInput: AttributeInput;
  BulkRow: BulkRow;
  Int: Scalars['Int']['output'];
  CancelOrderInput: CancelOrderInput;
  CancelOrderPayload: Omit<CancelOrderPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  CategorizeProductInput: CategorizeProductInput;
  CategorizeProductPayload: Omit<CategorizeProductPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  Category: Category;
  ChangeCustomerAddressInput: ChangeCustomerAddressInput;
  ChangeCustomerAddressPayload: Omit<ChangeCustomerAddressPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  ChangePricesInput: ChangePricesInput;
  ChangePricesPayload: Omit<ChangePricesPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  ChangeProductDetailsInput: ChangeProductDetailsInput;
  ChangeProductDetailsPayload: Omit<ChangeProductDetailsPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  ChangeProductPriceInput: ChangeProductPriceInput;
  ChangeProductPricePayload: Omit<ChangeProductPricePayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  CreateOrderInput: CreateOrderInput;
  CreateOrderPayload: Omit<CreateOrderPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  Customer: Customer;
  DateTime: Scalars['DateTime']['output'];
  DefineCategoryInput: DefineCategoryInput;
  DefineCategoryPayload: Omit<DefineCategoryPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  DeliverOrderInput: DeliverOrderInput;
  DeliverOrderPayload: Omit<DeliverOrderPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  DiscontinueProductInput: DiscontinueProductInput;
  DiscontinueProductPayload: Omit<DiscontinueProductPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  DuplicateEmail: DuplicateEmail;
  DuplicateExternalReference: DuplicateExternalReference;
  ImageInput: ImageInput;
  InsufficientStock: InsufficientStock;
  InvalidInput: InvalidInput;
  ModerateReviewInput: ModerateReviewInput;
  ModerateReviewPayload: Omit<ModerateReviewPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  MoneyInput: MoneyInput;
  MoveCategoryInput: MoveCategoryInput;
  MoveCategoryPayload: Omit<MoveCategoryPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  Mutation: Record<PropertyKey, never>;
  Order: Order;
  OrderLineInput: OrderLineInput;
  PayOrderInput: PayOrderInput;
  PayOrderPayload: Omit<PayOrderPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  Product: Product;
  PublishProductInput: PublishProductInput;
  PublishProductPayload: Omit<PublishProductPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  RegisterCustomerInput: RegisterCustomerInput;
  RegisterCustomerPayload: Omit<RegisterCustomerPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  RegisterProductInput: RegisterProductInput;
  RegisterProductPayload: Omit<RegisterProductPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  RegisterProductsInput: RegisterProductsInput;
  RegisterProductsPayload: Omit<RegisterProductsPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  RemoveProductImageInput: RemoveProductImageInput;
  RemoveProductImagePayload: Omit<RemoveProductImagePayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  RenameCategoryInput: RenameCategoryInput;
  RenameCategoryPayload: Omit<RenameCategoryPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  ReturnItemInput: ReturnItemInput;
  ReturnOrderItemsInput: ReturnOrderItemsInput;
  ReturnOrderItemsPayload: Omit<ReturnOrderItemsPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  Review: Review;
  Revision: Scalars['Revision']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  ShipOrderInput: ShipOrderInput;
  ShipOrderPayload: Omit<ShipOrderPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  StaleRevision: StaleRevision;
  SubmitReviewInput: SubmitReviewInput;
  SubmitReviewPayload: Omit<SubmitReviewPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  UnpublishProductInput: UnpublishProductInput;
  UnpublishProductPayload: Omit<UnpublishProductPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  UpdateProductStockInput: UpdateProductStockInput;
  UpdateProductStockPayload: Omit<UpdateProductStockPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  UpdateStocksInput: UpdateStocksInput;
  UpdateStocksPayload: Omit<UpdateStocksPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> };
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  WrongState: WrongState;
  String: Scalars['String']['output'];
}>;

export type AccessDirectiveArgs = {
  of?: Maybe<Scalars['String']['input']>;
  owner?: Maybe<Scalars['String']['input']>;
  to: Array<Scalars['String']['input']>;
};

export type AccessDirectiveResolver<Result, Parent, ContextType = any, Args = AccessDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AddProductImagePayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['AddProductImagePayload'] = ResolversParentTypes['AddProductImagePayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type BulkRowResolvers<ContextType = any, ParentType extends ResolversParentTypes['BulkRow'] = ResolversParentTypes['BulkRow']> = ResolversObject<{
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
}>;

export type CancelOrderPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['CancelOrderPayload'] = ResolversParentTypes['CancelOrderPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type CategorizeProductPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['CategorizeProductPayload'] = ResolversParentTypes['CategorizeProductPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type CategoryResolvers<ContextType = any, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category']> = ResolversObject<{
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
}>;

export type ChangeCustomerAddressPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['ChangeCustomerAddressPayload'] = ResolversParentTypes['ChangeCustomerAddressPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  customerId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type ChangePricesPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['ChangePricesPayload'] = ResolversParentTypes['ChangePricesPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['BulkRow']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type ChangeProductDetailsPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['ChangeProductDetailsPayload'] = ResolversParentTypes['ChangeProductDetailsPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type ChangeProductPricePayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['ChangeProductPricePayload'] = ResolversParentTypes['ChangeProductPricePayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type CreateOrderPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['CreateOrderPayload'] = ResolversParentTypes['CreateOrderPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type CustomerResolvers<ContextType = any, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer']> = ResolversObject<{
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
}>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DefineCategoryPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['DefineCategoryPayload'] = ResolversParentTypes['DefineCategoryPayload']> = ResolversObject<{
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  categoryId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type DeliverOrderPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['DeliverOrderPayload'] = ResolversParentTypes['DeliverOrderPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type DiscontinueProductPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['DiscontinueProductPayload'] = ResolversParentTypes['DiscontinueProductPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type DuplicateEmailResolvers<ContextType = any, ParentType extends ResolversParentTypes['DuplicateEmail'] = ResolversParentTypes['DuplicateEmail']> = ResolversObject<{
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  customerId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
}>;

export type DuplicateExternalReferenceResolvers<ContextType = any, ParentType extends ResolversParentTypes['DuplicateExternalReference'] = ResolversParentTypes['DuplicateExternalReference']> = ResolversObject<{
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  existingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
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

export type ModerateReviewPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['ModerateReviewPayload'] = ResolversParentTypes['ModerateReviewPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  review?: Resolver<Maybe<ResolversTypes['Review']>, ParentType, ContextType>;
  reviewId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type MoveCategoryPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['MoveCategoryPayload'] = ResolversParentTypes['MoveCategoryPayload']> = ResolversObject<{
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  categoryId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type MutationResolvers<ContextType = any, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = ResolversObject<{
  addProductImage?: Resolver<ResolversTypes['AddProductImagePayload'], ParentType, ContextType, RequireFields<MutationAddProductImageArgs, 'input'>>;
  cancelOrder?: Resolver<ResolversTypes['CancelOrderPayload'], ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'input'>>;
  categorizeProduct?: Resolver<ResolversTypes['CategorizeProductPayload'], ParentType, ContextType, RequireFields<MutationCategorizeProductArgs, 'input'>>;
  changeCustomerAddress?: Resolver<ResolversTypes['ChangeCustomerAddressPayload'], ParentType, ContextType, RequireFields<MutationChangeCustomerAddressArgs, 'input'>>;
  changePrices?: Resolver<ResolversTypes['ChangePricesPayload'], ParentType, ContextType, RequireFields<MutationChangePricesArgs, 'input'>>;
  changeProductDetails?: Resolver<ResolversTypes['ChangeProductDetailsPayload'], ParentType, ContextType, RequireFields<MutationChangeProductDetailsArgs, 'input'>>;
  changeProductPrice?: Resolver<ResolversTypes['ChangeProductPricePayload'], ParentType, ContextType, RequireFields<MutationChangeProductPriceArgs, 'input'>>;
  createOrder?: Resolver<ResolversTypes['CreateOrderPayload'], ParentType, ContextType, RequireFields<MutationCreateOrderArgs, 'input'>>;
  defineCategory?: Resolver<ResolversTypes['DefineCategoryPayload'], ParentType, ContextType, RequireFields<MutationDefineCategoryArgs, 'input'>>;
  deliverOrder?: Resolver<ResolversTypes['DeliverOrderPayload'], ParentType, ContextType, RequireFields<MutationDeliverOrderArgs, 'input'>>;
  discontinueProduct?: Resolver<ResolversTypes['DiscontinueProductPayload'], ParentType, ContextType, RequireFields<MutationDiscontinueProductArgs, 'input'>>;
  moderateReview?: Resolver<ResolversTypes['ModerateReviewPayload'], ParentType, ContextType, RequireFields<MutationModerateReviewArgs, 'input'>>;
  moveCategory?: Resolver<ResolversTypes['MoveCategoryPayload'], ParentType, ContextType, RequireFields<MutationMoveCategoryArgs, 'input'>>;
  payOrder?: Resolver<ResolversTypes['PayOrderPayload'], ParentType, ContextType, RequireFields<MutationPayOrderArgs, 'input'>>;
  publishProduct?: Resolver<ResolversTypes['PublishProductPayload'], ParentType, ContextType, RequireFields<MutationPublishProductArgs, 'input'>>;
  registerCustomer?: Resolver<ResolversTypes['RegisterCustomerPayload'], ParentType, ContextType, RequireFields<MutationRegisterCustomerArgs, 'input'>>;
  registerProduct?: Resolver<ResolversTypes['RegisterProductPayload'], ParentType, ContextType, RequireFields<MutationRegisterProductArgs, 'input'>>;
  registerProducts?: Resolver<ResolversTypes['RegisterProductsPayload'], ParentType, ContextType, RequireFields<MutationRegisterProductsArgs, 'input'>>;
  removeProductImage?: Resolver<ResolversTypes['RemoveProductImagePayload'], ParentType, ContextType, RequireFields<MutationRemoveProductImageArgs, 'input'>>;
  renameCategory?: Resolver<ResolversTypes['RenameCategoryPayload'], ParentType, ContextType, RequireFields<MutationRenameCategoryArgs, 'input'>>;
  returnOrderItems?: Resolver<ResolversTypes['ReturnOrderItemsPayload'], ParentType, ContextType, RequireFields<MutationReturnOrderItemsArgs, 'input'>>;
  shipOrder?: Resolver<ResolversTypes['ShipOrderPayload'], ParentType, ContextType, RequireFields<MutationShipOrderArgs, 'input'>>;
  submitReview?: Resolver<ResolversTypes['SubmitReviewPayload'], ParentType, ContextType, RequireFields<MutationSubmitReviewArgs, 'input'>>;
  unpublishProduct?: Resolver<ResolversTypes['UnpublishProductPayload'], ParentType, ContextType, RequireFields<MutationUnpublishProductArgs, 'input'>>;
  updateProductStock?: Resolver<ResolversTypes['UpdateProductStockPayload'], ParentType, ContextType, RequireFields<MutationUpdateProductStockArgs, 'input'>>;
  updateStocks?: Resolver<ResolversTypes['UpdateStocksPayload'], ParentType, ContextType, RequireFields<MutationUpdateStocksArgs, 'input'>>;
}>;

export type OrderResolvers<ContextType = any, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order']> = ResolversObject<{
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
}>;

export type PayOrderPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['PayOrderPayload'] = ResolversParentTypes['PayOrderPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
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

export type RegisterCustomerPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['RegisterCustomerPayload'] = ResolversParentTypes['RegisterCustomerPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  customerId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
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

export type RegisterProductsPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['RegisterProductsPayload'] = ResolversParentTypes['RegisterProductsPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['BulkRow']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type RemoveProductImagePayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['RemoveProductImagePayload'] = ResolversParentTypes['RemoveProductImagePayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type RenameCategoryPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['RenameCategoryPayload'] = ResolversParentTypes['RenameCategoryPayload']> = ResolversObject<{
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  categoryId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type ReturnOrderItemsPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['ReturnOrderItemsPayload'] = ResolversParentTypes['ReturnOrderItemsPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type ReviewResolvers<ContextType = any, ParentType extends ResolversParentTypes['Review'] = ResolversParentTypes['Review']> = ResolversObject<{
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
}>;

export interface RevisionScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Revision'], any> {
  name: 'Revision';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type ShipOrderPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['ShipOrderPayload'] = ResolversParentTypes['ShipOrderPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type StaleRevisionResolvers<ContextType = any, ParentType extends ResolversParentTypes['StaleRevision'] = ResolversParentTypes['StaleRevision']> = ResolversObject<{
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
}>;

export type SubmitReviewPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['SubmitReviewPayload'] = ResolversParentTypes['SubmitReviewPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  review?: Resolver<Maybe<ResolversTypes['Review']>, ParentType, ContextType>;
  reviewId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type UnpublishProductPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['UnpublishProductPayload'] = ResolversParentTypes['UnpublishProductPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type UpdateProductStockPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['UpdateProductStockPayload'] = ResolversParentTypes['UpdateProductStockPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type UpdateStocksPayloadResolvers<ContextType = any, ParentType extends ResolversParentTypes['UpdateStocksPayload'] = ResolversParentTypes['UpdateStocksPayload']> = ResolversObject<{
  consistencyToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['BulkRow']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
}>;

export type UserErrorResolvers<ContextType = any, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = ResolversObject<{
  __resolveType: TypeResolveFn<'DuplicateEmail' | 'DuplicateExternalReference' | 'InsufficientStock' | 'InvalidInput' | 'StaleRevision' | 'WrongState', ParentType, ContextType>;
}>;

export type WrongStateResolvers<ContextType = any, ParentType extends ResolversParentTypes['WrongState'] = ResolversParentTypes['WrongState']> = ResolversObject<{
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
}>;

export type Resolvers<ContextType = any> = ResolversObject<{
  AddProductImagePayload?: AddProductImagePayloadResolvers<ContextType>;
  BulkRow?: BulkRowResolvers<ContextType>;
  CancelOrderPayload?: CancelOrderPayloadResolvers<ContextType>;
  CategorizeProductPayload?: CategorizeProductPayloadResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  ChangeCustomerAddressPayload?: ChangeCustomerAddressPayloadResolvers<ContextType>;
  ChangePricesPayload?: ChangePricesPayloadResolvers<ContextType>;
  ChangeProductDetailsPayload?: ChangeProductDetailsPayloadResolvers<ContextType>;
  ChangeProductPricePayload?: ChangeProductPricePayloadResolvers<ContextType>;
  CreateOrderPayload?: CreateOrderPayloadResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DefineCategoryPayload?: DefineCategoryPayloadResolvers<ContextType>;
  DeliverOrderPayload?: DeliverOrderPayloadResolvers<ContextType>;
  DiscontinueProductPayload?: DiscontinueProductPayloadResolvers<ContextType>;
  DuplicateEmail?: DuplicateEmailResolvers<ContextType>;
  DuplicateExternalReference?: DuplicateExternalReferenceResolvers<ContextType>;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  ModerateReviewPayload?: ModerateReviewPayloadResolvers<ContextType>;
  MoveCategoryPayload?: MoveCategoryPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  PayOrderPayload?: PayOrderPayloadResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  PublishProductPayload?: PublishProductPayloadResolvers<ContextType>;
  RegisterCustomerPayload?: RegisterCustomerPayloadResolvers<ContextType>;
  RegisterProductPayload?: RegisterProductPayloadResolvers<ContextType>;
  RegisterProductsPayload?: RegisterProductsPayloadResolvers<ContextType>;
  RemoveProductImagePayload?: RemoveProductImagePayloadResolvers<ContextType>;
  RenameCategoryPayload?: RenameCategoryPayloadResolvers<ContextType>;
  ReturnOrderItemsPayload?: ReturnOrderItemsPayloadResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  Revision?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  ShipOrderPayload?: ShipOrderPayloadResolvers<ContextType>;
  StaleRevision?: StaleRevisionResolvers<ContextType>;
  SubmitReviewPayload?: SubmitReviewPayloadResolvers<ContextType>;
  UnpublishProductPayload?: UnpublishProductPayloadResolvers<ContextType>;
  UpdateProductStockPayload?: UpdateProductStockPayloadResolvers<ContextType>;
  UpdateStocksPayload?: UpdateStocksPayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  WrongState?: WrongStateResolvers<ContextType>;
}>;

export type DirectiveResolvers<ContextType = any> = ResolversObject<{
  access?: AccessDirectiveResolver<any, any, ContextType>;
}>;
