#pragma once

#include <string>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::text {

// Rows of another database: postgres:PLACE?table=menu.food_item, postgres:PLACE?query=SELECT…&into=food_item.
struct PostgresSource {
  std::string place;       // what stands for the connection: a Secret, or the folder in which it is mounted
  std::string parameters;  // behind the '?', as it was written
  std::string table;       // that is read, as in SQL; or
  std::string query;       // one SELECT, VALUES or TABLE
  std::string into;        // the table that is filled, as in SQL; empty: that of the same name
};

inline constexpr std::string_view postgres_scheme = "postgres:";

// Values are percent-encoded: '&', '%', '#' and, among others between commas, ',' have to be. The parameters are
// table or query, just one of them, and into.
Parsed<PostgresSource> parse_postgres_source(std::string_view text);

}  // namespace chandler::core::text
