-- Expand only: the application of before goes on without the column.
ALTER TABLE food_item ADD COLUMN allergens text[] NOT NULL DEFAULT '{}';
