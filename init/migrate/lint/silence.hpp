#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sql/split.hpp"

namespace chandler::migrate::lint {

// A comment that silences rules:
//   -- chandler:lint-ignore RULE[, RULE…] the reason     for the statement that it stands above or on
//   -- chandler:lint-ignore-file RULE[, RULE…] reason    for the file, above its first statement
// and squawk's own squawk-ignore and squawk-ignore-file, by the rules of ours that find the same.
struct Silence {
  std::size_t at = 0;    // byte of the text where the comment begins
  std::size_t line = 1;  // of the file, as its reader finds out
  std::size_t column = 1;
  std::size_t statement = 0;  // index
  bool whole_file = false;
  bool all_rules = false;  // squawk-ignore-file without a rule
  std::vector<std::string> rules;
  std::vector<std::string> unknown;  // what stands where a rule should and is none
  mutable bool used = false;

  bool covers(std::size_t statement_index, std::string_view rule) const;
};

std::vector<Silence> silences_in(std::string_view text, const std::vector<sql::Range>& statements,
                                 const std::vector<sql::Range>& with_comments);

}  // namespace chandler::migrate::lint
