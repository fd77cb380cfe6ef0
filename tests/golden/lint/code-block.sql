-- golden: code-block=warn
-- bad
DO $$ BEGIN PERFORM 1; END $$;
-- good
SELECT 1;
