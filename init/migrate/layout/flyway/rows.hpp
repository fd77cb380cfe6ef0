#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "init/migrate/layout/flyway/history.hpp"
#include "init/migrate/plan.hpp"

namespace chandler::migrate::flyway_layout {

inline constexpr std::string_view history_table = "flyway_schema_history";

// SQL that writes into flyway_schema_history, each terminated by ';'. `milliseconds` is an SQL expression.
std::string create_table(std::string_view schema);
std::string insert_row(std::string_view schema, const Step& step, std::string_view milliseconds, bool success);
std::string finish_row(std::string_view schema, const Step& step, std::string_view milliseconds);
std::string insert_baseline(std::string_view schema, const Version& version, long rank);
std::string insert_deleted(std::string_view schema, const std::optional<Version>& version, const Row& row, long rank);
std::string delete_row(std::string_view schema, const Row& row);
std::string mark_applied(std::string_view schema, const Row& row);
std::string align_row(std::string_view schema, const Row& row, const std::string& description, std::int32_t checksum);

// As the column holds it: 200 characters, with dots for what is cut off.
std::string shortened_description(const std::string& description);

}  // namespace chandler::migrate::flyway_layout
