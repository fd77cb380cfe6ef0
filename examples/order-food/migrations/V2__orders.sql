CREATE TABLE orders (
  id         bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer   text           NOT NULL CHECK (customer <> ''),
  status     text           NOT NULL DEFAULT 'placed' CHECK (status IN ('placed', 'cooking', 'delivered', 'cancelled')),
  total      numeric(10, 2) NOT NULL CHECK (total > 0),
  placed_at  timestamptz    NOT NULL DEFAULT now(),
  changed_at timestamptz    NOT NULL DEFAULT now()
);

-- Nobody waits for an index on a table that is new.
CREATE INDEX orders_open_idx ON orders (placed_at) WHERE status IN ('placed', 'cooking');

CREATE TABLE order_line (
  order_id     bigint        NOT NULL REFERENCES orders ON DELETE CASCADE,
  food_item_id integer       NOT NULL REFERENCES food_item,
  quantity     smallint      NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  unit_price   numeric(8, 2) NOT NULL,
  PRIMARY KEY (order_id, food_item_id)
);

CREATE FUNCTION set_changed_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();  -- the time of the transaction; this semicolon ends no statement
  RETURN NEW;
END;
$$;

CREATE TRIGGER orders_changed BEFORE UPDATE ON orders
  FOR EACH ROW EXECUTE FUNCTION set_changed_at();
