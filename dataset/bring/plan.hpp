#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

struct PlannedFile {
  SourceFile file;
  ContentHash hash;
};

// Checks each file against its table, without reading its rows, and orders them by their foreign keys.
// Errors (problem): those of catalogue.hpp, match.hpp and data_set.hpp; load.duplicate_table,
// load.reference_cycle.
core::Expected<std::vector<DataSet>> plan(platform::postgres::Session& session, std::span<const PlannedFile> files,
                                          const Policy& policy, Purpose purpose);

}  // namespace chandler::dataset
