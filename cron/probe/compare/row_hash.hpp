#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cron/probe/compare/table.hpp"

// How a server hashes a row so that another one gets the same number, whatever its version. Pure: it makes SQL.
namespace chandler::probe::compare {

// Best first; each half as fast as the one before. The first two are those that partition tables by hash, which has to
// outlive upgrades; still both servers are asked for the hash of the same values first (`sample`).
enum class RowHash : std::uint8_t {
  record,  // hash_record_extended of the values, from 14 on
  text,    // hashtextextended of the row's text
  digest   // 64 bits of md5 of the row's text: where processors order bytes differently
};

struct Spelling {
  RowHash hash = RowHash::record;
  bool recode = false;  // the databases' encodings differ

  bool operator==(const Spelling&) const = default;
};

// SQL for a hash of fixed values; empty: `server_version` has no such hash.
std::string sample(RowHash hash, int server_version);

// SQL for a column's value, or for two that stand for it, so that values which SQL takes for equal hash to the
// same: 1.0 and 1.00, 0 and -0; json by its text. `other` is the column in the other database, whose type may differ.
std::string value_of(const Column& mine, const Column& other, const Spelling& spelling);

// SQL for the hash of a list of values, a bigint.
std::string hash_of(std::string_view values, const Spelling& spelling);

// What the text of values depends on, to be set within the transaction.
std::string_view fixed_settings();

}  // namespace chandler::probe::compare
