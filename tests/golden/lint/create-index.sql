-- bad
CREATE INDEX orders_note_idx ON orders (note) WHERE note IS NOT NULL;
CREATE TABLE baskets (id bigint, owner text);
-- good
CREATE INDEX baskets_owner_idx ON baskets (owner);
-- bad
CREATE INDEX ON measurements (taken);
