#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dataset/bring/data_set.hpp"

namespace chandler::dataset {

struct FoundRecord {
  std::uint64_t line = 0;  // of its first byte
  std::string raw;         // its first MiB, with its line end
};

// Reads the file again up to the record that COPY calls `server_line`. Nullopt: there is none, since the
// file has changed or cannot be read any more.
std::optional<FoundRecord> find_record(const DataSet& data_set, std::uint64_t server_line);

}  // namespace chandler::dataset
