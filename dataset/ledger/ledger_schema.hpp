#pragma once

#include <string_view>

namespace chandler::dataset {

// The ledger, which people and dashboards may query: docs/load.md describes its columns.
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
)";

}  // namespace chandler::dataset
