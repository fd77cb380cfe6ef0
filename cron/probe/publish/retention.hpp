#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/text/parsed.hpp"

// Which reports of a folder stay. Pure.
namespace chandler::probe {

// The newest so many, or those that are no older.
using Retention = std::variant<std::size_t, std::chrono::milliseconds>;

// "100", "720h".
core::text::Parsed<Retention> parse_retention(std::string_view text);

// "probe-20261122T022942.123Z-5f0c11aa.json": their order is that of their times. `unique` keeps two runs of the same
// moment apart.
std::string report_name(std::chrono::system_clock::time_point started, std::uint32_t unique);

// Nullopt: no report's name.
std::optional<std::chrono::sys_time<std::chrono::milliseconds>> report_time(std::string_view name);

// Which of a folder's files go: reports that the retention does not hold, and what a killed run left of one. Nothing
// else that may be in the folder.
std::vector<std::string> to_remove(std::span<const std::string> names, const Retention& retention,
                                   std::chrono::system_clock::time_point now);

}  // namespace chandler::probe
