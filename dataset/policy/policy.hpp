#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/text/number.hpp"

namespace chandler::dataset {

enum class Mode : std::uint8_t {
  merge,   // by key: what is new or differs is written
  append,  // all rows are new; the same content never goes in twice
  swap,    // a table is built beside and renamed
};
inline constexpr std::array<std::string_view, 3> mode_names{"merge", "append", "swap"};
std::optional<Mode> mode_named(std::string_view name);

enum class Purpose : std::uint8_t { load, refresh };

std::string_view name_of(Purpose purpose);  // "load": the command's name

// Against a source that was emptied or cut short by mistake: what it must hold to be brought.
struct Guards {
  bool empty_allowed = true;
  std::int64_t min_rows = 0;
  std::optional<core::text::Percentage> max_delete;  // of the rows that the table held before
  bool columns_may_go = true;                        // that the source had when the table was last brought
  bool older_allowed = true;                         // than what is loaded, by the word of the server it is from
};

// How a data set goes into its table.
struct Policy {
  Mode mode = Mode::merge;
  bool delete_vanished = false;  // merge: rows that the source no longer has
  std::int64_t max_errors = 0;   // so many bad rows are put aside; 0: the first one refuses the file
  std::optional<std::chrono::milliseconds> fresh_for;  // promised: how long the data may be used
  Guards guards;
};

// Whether a table that is brought holds the source's rows and no others, as far as the mode goes.
bool leaves_exact_copy(const Policy& policy);

// Errors (problem): refresh.empty_source, refresh.too_few_rows.
core::Expected<void> check_rows(const Guards& guards, std::int64_t read, const std::string& file);

// `before`: the rows that the table held. Errors (problem): refresh.too_many_deletions.
core::Expected<void> check_deletions(const Guards& guards, std::int64_t deleted, std::int64_t before,
                                     const std::string& file);

// `gone`: columns that the source had when the table was last brought. Errors (problem): refresh.columns_gone.
core::Expected<void> check_columns(const Guards& guards, std::span<const std::string> gone, const std::string& file);

// Both dates as HTTP writes them; one that is empty or none says nothing. Errors (problem): refresh.older_source.
core::Expected<void> check_age(const Guards& guards, const std::string& modified, const std::string& loaded,
                               const std::string& file);

}  // namespace chandler::dataset
