-- bad
ALTER TABLE visits ADD PRIMARY KEY USING INDEX visits_id_idx;
-- good
ALTER TABLE customers ADD PRIMARY KEY USING INDEX customers_id_idx;
