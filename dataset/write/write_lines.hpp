#pragma once

#include <cstdint>

#include "dataset/ledger/ledger.hpp"
#include "dataset/write/merge_sql.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// What is written first: a row that changes may give a unique value free for a new one, or refer to a new one.
enum class First : std::uint8_t { changed, added };

// Writes the delta's rows of these lines.
platform::postgres::Answer<Counts> write_lines(platform::postgres::Session& session, const MergeSql& sql,
                                               const LineRange& lines, First first = First::changed);

}  // namespace chandler::dataset
