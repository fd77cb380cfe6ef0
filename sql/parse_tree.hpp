#pragma once

#include <memory>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace chandler::sql {

// PostgreSQL 17's parse tree as libpg_query writes it: {"stmts": [{"stmt": {"IndexStmt": {…}}}, …]}, names
// and fields those of PostgreSQL's nodes/parsenodes.h, what is zero, false or empty left out. nullptr: the
// grammar does not know the SQL. In texts of another encoding, U+FFFD stands for what is no UTF-8.
std::unique_ptr<nlohmann::json> parse_tree(std::string_view sql);

}  // namespace chandler::sql
