CREATE TABLE category (
  id       smallint PRIMARY KEY,
  name     text     NOT NULL UNIQUE CHECK (name <> ''),
  position smallint NOT NULL
);

CREATE TABLE food_item (
  id          integer       PRIMARY KEY,
  category_id smallint      NOT NULL REFERENCES category,
  name        text          NOT NULL CHECK (name <> ''),
  description text          NOT NULL DEFAULT '',
  price       numeric(8, 2) NOT NULL CHECK (price > 0),
  vegetarian  boolean       NOT NULL DEFAULT false,
  available   boolean       NOT NULL DEFAULT true,
  UNIQUE (category_id, name)
);
