-- Ids are UUIDs of version 7: they rise with time, so that rows are added at the end of their index.
-- SKUs, references and keys are VARBINARY: compared byte by byte, trailing blanks included.

-- Raised by one by an operator who restores this database from a backup, so that what is written
-- after that is newer than what the read model has seen of the lost future.
CREATE TABLE epoch (
  one TINYINT UNSIGNED PRIMARY KEY DEFAULT 1,
  epoch INT UNSIGNED NOT NULL,
  CHECK (one = 1)
);
INSERT INTO epoch (epoch) VALUES (0);

CREATE TABLE category (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  revision INT UNSIGNED NOT NULL,
  name VARCHAR(200) NOT NULL,
  parent_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  FOREIGN KEY (parent_id) REFERENCES category (id)
);

-- Its one row is locked by whoever changes the shape of the forest, so that no two moves make a cycle together.
CREATE TABLE category_forest (
  one TINYINT UNSIGNED PRIMARY KEY DEFAULT 1,
  CHECK (one = 1)
);
INSERT INTO category_forest VALUES (1);

CREATE TABLE product (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  revision INT UNSIGNED NOT NULL,
  sku VARBINARY(400) NOT NULL UNIQUE,
  name VARCHAR(500) NOT NULL,
  description MEDIUMTEXT NULL,
  brand VARCHAR(100) NULL,
  model VARCHAR(100) NULL,
  category_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  price_minor BIGINT UNSIGNED NULL,
  currency CHAR(3) CHARACTER SET ascii NULL,
  status VARCHAR(16) CHARACTER SET ascii NOT NULL,
  registered_at DATETIME(3) NOT NULL,
  FOREIGN KEY (category_id) REFERENCES category (id),
  CHECK (status <> 'PUBLISHED' OR price_minor IS NOT NULL),
  CHECK ((price_minor IS NULL) = (currency IS NULL))
);

CREATE TABLE product_attribute (
  product_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position SMALLINT UNSIGNED NOT NULL,
  name VARBINARY(400) NOT NULL,
  value VARCHAR(1000) NOT NULL,
  PRIMARY KEY (product_id, position),
  UNIQUE (product_id, name),
  FOREIGN KEY (product_id) REFERENCES product (id)
);

CREATE TABLE product_image (
  product_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position SMALLINT UNSIGNED NOT NULL,
  url VARCHAR(2000) NOT NULL,
  alt VARCHAR(1000) NULL,
  PRIMARY KEY (product_id, position),
  FOREIGN KEY (product_id) REFERENCES product (id)
);

CREATE TABLE product_ean (
  product_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position SMALLINT UNSIGNED NOT NULL,
  ean VARCHAR(14) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (product_id, position),
  FOREIGN KEY (product_id) REFERENCES product (id)
);

-- MySQL 8.0.15 parses CHECK and ignores it; `available` keeps on_hand >= reserved there too: below zero it is out of range.
CREATE TABLE stock (
  product_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  revision INT UNSIGNED NOT NULL,
  on_hand INT UNSIGNED NOT NULL,
  reserved INT UNSIGNED NOT NULL,
  available INT UNSIGNED GENERATED ALWAYS AS (on_hand - reserved) STORED NOT NULL,
  FOREIGN KEY (product_id) REFERENCES product (id),
  CHECK (on_hand >= reserved)
);

-- The address is that of now; orders keep the one they were placed with.
CREATE TABLE customer (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  revision INT UNSIGNED NOT NULL,
  email VARCHAR(254) NOT NULL,
  email_key VARBINARY(1020) NOT NULL UNIQUE,
  name VARCHAR(200) NOT NULL,
  address JSON NULL,
  registered_at DATETIME(3) NOT NULL
);

CREATE TABLE orders (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  revision INT UNSIGNED NOT NULL,
  external_reference VARBINARY(1020) NULL UNIQUE,
  customer_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  shipping_address JSON NULL,
  status VARCHAR(16) CHARACTER SET ascii NOT NULL,
  total_minor BIGINT UNSIGNED NOT NULL,
  currency CHAR(3) CHARACTER SET ascii NOT NULL,
  paid_minor BIGINT UNSIGNED NOT NULL,
  refunded_minor BIGINT UNSIGNED NOT NULL,
  kept_minor BIGINT UNSIGNED GENERATED ALWAYS AS (paid_minor - refunded_minor) STORED NOT NULL,
  tracking_number VARCHAR(255) NULL,
  created_at DATETIME(3) NOT NULL,
  FOREIGN KEY (customer_id) REFERENCES customer (id),
  CHECK (refunded_minor <= paid_minor)
);

-- The name and the price of the moment of the order; the SKU never changes and is the product's.
CREATE TABLE order_line (
  order_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position SMALLINT UNSIGNED NOT NULL,
  product_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name VARCHAR(500) NOT NULL,
  quantity INT UNSIGNED NOT NULL,
  unit_price_minor BIGINT UNSIGNED NOT NULL,
  returned INT UNSIGNED NOT NULL DEFAULT 0,
  kept INT UNSIGNED GENERATED ALWAYS AS (quantity - returned) STORED NOT NULL,
  PRIMARY KEY (order_id, position),
  FOREIGN KEY (order_id) REFERENCES orders (id),
  FOREIGN KEY (product_id) REFERENCES product (id),
  CHECK (quantity > 0 AND returned <= quantity)
);

CREATE TABLE order_return (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  order_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  external_reference VARBINARY(1020) NULL UNIQUE,
  refund_minor BIGINT UNSIGNED NOT NULL,
  reason VARCHAR(500) NULL,
  returned_at DATETIME(3) NOT NULL,
  FOREIGN KEY (order_id) REFERENCES orders (id)
);

CREATE TABLE order_return_item (
  return_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position SMALLINT UNSIGNED NOT NULL,
  quantity INT UNSIGNED NOT NULL,
  PRIMARY KEY (return_id, position),
  FOREIGN KEY (return_id) REFERENCES order_return (id),
  FOREIGN KEY (order_id, position) REFERENCES order_line (order_id, position),
  CHECK (quantity > 0)
);

-- The append-only ledger: the sums of a product's movements are its stock.
CREATE TABLE stock_movement (
  product_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  revision INT UNSIGNED NOT NULL,
  type VARCHAR(40) CHARACTER SET ascii NOT NULL,
  on_hand_delta INT NOT NULL,
  reserved_delta INT NOT NULL,
  reason VARCHAR(500) NULL,
  order_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  external_reference VARBINARY(1020) NULL UNIQUE,
  PRIMARY KEY (product_id, revision),
  FOREIGN KEY (product_id) REFERENCES stock (product_id),
  FOREIGN KEY (order_id) REFERENCES orders (id)
);

CREATE TABLE review (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  revision INT UNSIGNED NOT NULL,
  product_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  customer_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stars TINYINT UNSIGNED NOT NULL,
  title VARCHAR(200) NULL,
  text MEDIUMTEXT NULL,
  status VARCHAR(16) CHARACTER SET ascii NOT NULL,
  submitted_at DATETIME(3) NOT NULL,
  UNIQUE (customer_id, product_id),
  FOREIGN KEY (product_id) REFERENCES product (id),
  FOREIGN KEY (customer_id) REFERENCES customer (id),
  CHECK (stars BETWEEN 1 AND 5)
);

-- The approved reviews of each product, summed up in the transaction that approves or rejects.
CREATE TABLE rating (
  product_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  revision INT UNSIGNED NOT NULL,
  stars_1 INT UNSIGNED NOT NULL,
  stars_2 INT UNSIGNED NOT NULL,
  stars_3 INT UNSIGNED NOT NULL,
  stars_4 INT UNSIGNED NOT NULL,
  stars_5 INT UNSIGNED NOT NULL,
  review_count INT UNSIGNED NOT NULL,
  star_sum INT UNSIGNED NOT NULL,
  FOREIGN KEY (product_id) REFERENCES product (id),
  CHECK (review_count = stars_1 + stars_2 + stars_3 + stars_4 + stars_5),
  CHECK (star_sum = stars_1 + 2 * stars_2 + 3 * stars_3 + 4 * stars_4 + 5 * stars_5)
);

-- Everything that ever happened; nothing is changed or deleted here.
CREATE TABLE events (
  position BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  epoch INT UNSIGNED NOT NULL,
  revision INT UNSIGNED NOT NULL,
  type VARCHAR(64) CHARACTER SET ascii NOT NULL,
  version SMALLINT UNSIGNED NOT NULL,
  occurred_at DATETIME(3) NOT NULL,
  traceparent VARCHAR(64) CHARACTER SET ascii NULL,
  data JSON NOT NULL,
  state JSON NOT NULL,
  UNIQUE (kind, id, revision)
);

-- Messages on their way to the topic. The relay deletes those that the topic has acknowledged.
-- Its times are MySQL's own, in UTC, whatever the clocks of the roles say.
CREATE TABLE outbox (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  stream VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  revision INT UNSIGNED NOT NULL,
  message MEDIUMTEXT CHARACTER SET utf8mb4 NOT NULL,
  traceparent VARCHAR(64) CHARACTER SET ascii NULL,
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  attempts INT UNSIGNED NOT NULL DEFAULT 0,
  next_attempt_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  set_aside_at DATETIME(3) NULL,
  reason VARCHAR(1000) NULL,
  INDEX (set_aside_at, created_at)
);

-- The first answer to each command; `hash` is of caller, command and key, `fingerprint` of the input.
CREATE TABLE idempotency (
  hash BINARY(32) PRIMARY KEY,
  fingerprint BINARY(32) NOT NULL,
  attempt CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  answer JSON NULL,
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  INDEX (created_at)
);
