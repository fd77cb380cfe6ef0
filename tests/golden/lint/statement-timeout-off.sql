-- golden: statement-timeout-off=warn
-- bad
SET statement_timeout = 0;
-- good
SET statement_timeout = '10min';
