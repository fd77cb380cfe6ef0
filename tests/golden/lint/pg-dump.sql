SET statement_timeout = 0;
SET lock_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.menu (id integer NOT NULL, name character varying(50));
COPY public.menu (id, name) FROM stdin;
1	soup
2	-- chandler:lint-ignore nothing
\.
ALTER TABLE ONLY public.menu ADD CONSTRAINT menu_pkey PRIMARY KEY (id);
CREATE INDEX menu_name ON public.menu USING btree (name);
