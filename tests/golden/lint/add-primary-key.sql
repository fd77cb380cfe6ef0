-- bad
ALTER TABLE visits ADD PRIMARY KEY (id);
-- good
ALTER TABLE visits ADD PRIMARY KEY USING INDEX visits_id_idx;
