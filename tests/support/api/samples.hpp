#pragma once

#include <chrono>
#include <string>

#include <nlohmann/json_fwd.hpp>

// Provisions as the leader writes them, for tests of who reads them.
namespace chandler::tests {

// One with that status; its name and version follow from the workload's.
nlohmann::json provision(const std::string& namespace_name, const std::string& kind, const std::string& name,
                         const nlohmann::json& status);

// A workload that has everything, and is well: pods with steps, a schema, data sets, both schedules with runs, a queue.
nlohmann::json healthy_status(std::chrono::sys_seconds now);
// The same with a failed migration, stale data, a probe that found something, and tasks that failed.
nlohmann::json failing_status(std::chrono::sys_seconds now);
// The `number`th of a thousand: most are well, some start, some are stale or fail; in ten namespaces.
nlohmann::json one_of_many(std::size_t number, std::chrono::sys_seconds now);

}  // namespace chandler::tests
