#pragma once

#include <string_view>

namespace chandler::probe {

// What --keep writes to; `chandler probe schema` prints it. docs/probe.md describes the columns. Safe to run again.
inline constexpr std::string_view keep_schema = R"(CREATE SCHEMA IF NOT EXISTS chandler;

CREATE TABLE IF NOT EXISTS chandler.probe_state (
  check_name text NOT NULL,
  name       text NOT NULL,
  value      text NOT NULL,
  changed    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (check_name, name)
);

CREATE TABLE IF NOT EXISTS chandler.probe_run (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  started     timestamptz NOT NULL,
  check_name  text NOT NULL,
  argument    text NOT NULL,
  verdict     text NOT NULL CHECK (verdict IN ('ok', 'info', 'warning', 'could-not-check', 'problem')),
  whole       boolean NOT NULL,
  duration_ms bigint NOT NULL,
  summary     text NOT NULL,
  figures     jsonb NOT NULL,
  findings    jsonb NOT NULL
);

CREATE INDEX IF NOT EXISTS probe_run_by_check ON chandler.probe_run (check_name, started DESC);
CREATE INDEX IF NOT EXISTS probe_run_by_time ON chandler.probe_run (started);
)";

}  // namespace chandler::probe
