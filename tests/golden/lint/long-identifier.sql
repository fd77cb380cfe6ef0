-- bad
CREATE TABLE a_name_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and (c text);
-- good
CREATE TABLE a (c text DEFAULT 'a_value_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and');
