#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "init/migrate/lint/rule.hpp"

namespace chandler::migrate::lint {

// Rules that belong together; one file in rules/ each.
struct Family {
  std::string_view name;
  std::span<const Rule> rules;
};

// All of them, in the order of docs/lint.md. A new family is a file and a line in registry.cpp.
const std::vector<Family>& families();

const Rule* find_rule(std::string_view id);

std::span<const Rule> column_rules();
std::span<const Rule> constraint_rules();
std::span<const Rule> key_rules();
std::span<const Rule> index_rules();
std::span<const Rule> rewrite_rules();
std::span<const Rule> removal_rules();
std::span<const Rule> rename_rules();
std::span<const Rule> row_rules();
std::span<const Rule> partition_rules();
std::span<const Rule> trigger_rules();
std::span<const Rule> type_rules();
std::span<const Rule> transaction_rules();
std::span<const Rule> opinion_rules();
std::span<const Rule> file_rules();

// Of file_rules: found by the driver itself, for they are no statement's.
extern const Rule& unreadable;
extern const Rule& unjudged;
extern const Rule& unknown_rule;
extern const Rule& unused_ignore;

}  // namespace chandler::migrate::lint
