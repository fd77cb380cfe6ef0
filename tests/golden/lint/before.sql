-- What was applied before each of the cases beside this file.
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE address AS (street text, zip int);
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN label AS text;
CREATE TABLE customers (id bigint NOT NULL, name text, town text, mail text);
CREATE UNIQUE INDEX customers_id_idx ON customers (id);
CREATE UNIQUE INDEX customers_mail_idx ON customers (mail);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint,
  courier_id bigint,
  amount int,
  note text,
  code varchar(10),
  total numeric(10, 2),
  placed timestamptz(3),
  origin cidr,
  tags text[],
  twice int,
  CONSTRAINT amount_known CHECK (amount IS NOT NULL AND amount < 1000000)
);
CREATE INDEX orders_customer_idx ON orders (customer_id);
CREATE TABLE visits (id bigint, at timestamptz);
CREATE UNIQUE INDEX visits_id_idx ON visits (id);
CREATE TABLE bookings (room int, during tstzrange);
CREATE TABLE archive (id bigint);
CREATE TABLE people (mood mood);
CREATE TABLE measurements (taken date) PARTITION BY RANGE (taken);
CREATE TABLE january PARTITION OF measurements FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE loose (taken date);
CREATE TABLE checked (taken date, CHECK (taken >= '2026-02-01' AND taken < '2026-03-01'));
CREATE VIEW order_totals AS SELECT id, total FROM orders;
CREATE VIEW order_names AS SELECT id, note FROM orders;
CREATE MATERIALIZED VIEW totals AS SELECT sum(total) FROM orders;
