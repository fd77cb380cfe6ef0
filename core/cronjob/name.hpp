#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chandler::core::cronjob {

// Kubernetes' limit: the controller adds 11 characters for each Job's name.
inline constexpr std::size_t longest_name = 52;

// `name` and `end` as one name of at most `longest` characters. A longer one is cut, and a hash of all of `name` stands
// in the place of what is gone. `longest` has room for that: 11 characters and `end`.
std::string fitting_name(std::string_view name, std::string_view end, std::size_t longest);

// "menu", "refresh" → "menu-refresh". A longer name is cut, and a hash of the whole stands in the place of what is
// gone: "a-very-long-name-of…-5xkq2vw8bd-refresh". The same workload always gets the same name.
std::string cron_job_name(std::string_view workload, std::string_view task);

}  // namespace chandler::core::cronjob
