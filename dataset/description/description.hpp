#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/text/number.hpp"
#include "dataset/policy/policy.hpp"

// load.yaml: what a file's name and header cannot say. fields.hpp has what each field means.
namespace chandler::dataset::description {

inline constexpr std::string_view file_name = "load.yaml";

enum class FileFormat : std::uint8_t { csv, tsv, ndjson, json, text };

// Where something stands in load.yaml; both count from 1.
struct Mark {
  std::size_t line = 0;
  std::size_t column = 0;

  friend bool operator==(const Mark&, const Mark&) = default;
};

struct EntryColumn {
  std::string from;
  std::string to;
  bool skip = false;
  std::string cast;
  std::optional<std::string> otherwise;
  bool secret = false;
  Mark mark;

  friend bool operator==(const EntryColumn&, const EntryColumn&) = default;
};

// One data set. What is absent is as it is without a load.yaml.
struct Entry {
  std::string file;
  std::string table;
  std::optional<FileFormat> format;
  std::optional<char> delimiter;
  std::optional<char> quote;
  std::optional<char> escape;
  std::optional<std::string> null;
  std::optional<bool> header;
  std::vector<EntryColumn> columns;
  std::vector<std::string> key;
  std::optional<Mode> mode;
  std::optional<bool> delete_vanished;
  std::vector<std::string> after;
  std::string before_sql;
  std::string after_sql;
  std::optional<std::int64_t> max_errors;
  std::optional<std::int64_t> min_rows;
  std::optional<core::text::Percentage> max_delete;
  std::optional<std::chrono::milliseconds> fresh_for;
  Mark mark;

  friend bool operator==(const Entry&, const Entry&) = default;
};

struct Description {
  std::int64_t version = 0;
  std::vector<Entry> data_sets;
};

}  // namespace chandler::dataset::description
