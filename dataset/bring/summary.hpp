#pragma once

#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "dataset/bring/bring.hpp"

namespace chandler::dataset {

// The report's own figures: data sets, rows, and one object a data set last, which may be left out where
// room is short.
nlohmann::ordered_json details_of(std::span<const DataSetResult> results);

// For a person: a line a data set, columns lined up.
std::string table_of(std::span<const DataSetResult> results);

// One line a data set that lacks rows of its source, which says where to look.
void warn_of_rejects(std::span<const DataSetResult> results);

// For a person: the sampled changes, a line each below their table's name. Empty: there are none.
std::string changes_of(std::span<const DataSetResult> results);

// For machines: one log line a data set, and one a sampled change.
void log_results(std::span<const DataSetResult> results);

}  // namespace chandler::dataset
