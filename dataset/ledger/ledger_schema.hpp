#pragma once

#include <string_view>

namespace chandler::dataset {

// The ledger, which people and dashboards may query: docs/load.md describes its columns. Safe to run again,
// also on one that an earlier version made.
inline constexpr std::string_view ledger_schema = R"(CREATE SCHEMA IF NOT EXISTS chandler;

CREATE TABLE IF NOT EXISTS chandler.dataset_load (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  data_set      text NOT NULL,
  source        text NOT NULL,
  hash          text NOT NULL,
  rows_read     bigint NOT NULL,
  inserted      bigint NOT NULL,
  updated       bigint NOT NULL,
  deleted       bigint NOT NULL,
  rejected      bigint NOT NULL,
  started       timestamptz NOT NULL,
  finished      timestamptz NOT NULL,
  outcome       text NOT NULL CHECK (outcome IN ('loaded', 'failed')),
  error         text,
  table_oid     oid NOT NULL,
  table_storage text NOT NULL
);

CREATE INDEX IF NOT EXISTS dataset_load_by_table ON chandler.dataset_load (table_oid, id DESC);

ALTER TABLE chandler.dataset_load
  ADD COLUMN IF NOT EXISTS command   text NOT NULL DEFAULT 'load',
  ADD COLUMN IF NOT EXISTS exact     boolean NOT NULL DEFAULT false,
  ADD COLUMN IF NOT EXISTS attempts  integer NOT NULL DEFAULT 1,
  ADD COLUMN IF NOT EXISTS confirmed timestamptz,
  ADD COLUMN IF NOT EXISTS address   text,
  ADD COLUMN IF NOT EXISTS etag      text,
  ADD COLUMN IF NOT EXISTS last_modified text,
  ADD COLUMN IF NOT EXISTS columns   text[],
  ADD COLUMN IF NOT EXISTS fresh_for interval;

CREATE TABLE IF NOT EXISTS chandler.dataset_reject (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  data_set    text NOT NULL,
  source      text NOT NULL,
  hash        text NOT NULL,
  line        bigint,
  element     bigint,
  column_name text,
  value       text,
  reason      text NOT NULL,
  sqlstate    text,
  rejected_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX IF NOT EXISTS dataset_reject_by_content ON chandler.dataset_reject (data_set, hash);
)";

// The newest of its columns: a ledger that has it needs no upgrade.
inline constexpr std::string_view newest_ledger_column = "fresh_for";

}  // namespace chandler::dataset
