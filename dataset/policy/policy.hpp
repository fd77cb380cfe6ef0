#pragma once

#include <array>
#include <cstdint>
#include <optional>
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
};

// How a data set goes into its table.
struct Policy {
  Mode mode = Mode::merge;
  bool delete_vanished = false;  // merge: rows that the source no longer has
  Guards guards;
};

// Whether a table that is brought holds the source's rows and no others, as far as the mode goes.
bool leaves_exact_copy(const Policy& policy);

// Errors (problem): refresh.empty_source, refresh.too_few_rows.
core::Expected<void> check_rows(const Guards& guards, std::int64_t read, const std::string& file);

// `before`: the rows that the table held. Errors (problem): refresh.too_many_deletions.
core::Expected<void> check_deletions(const Guards& guards, std::int64_t deleted, std::int64_t before,
                                     const std::string& file);

}  // namespace chandler::dataset
