#include "core/cronjob/task.hpp"

#include <array>
#include <format>

#include "core/annotations/keys.hpp"

namespace chandler::core::cronjob {

std::span<const Task* const> tasks() {
  static constexpr std::array all{&refresh_task, &probe_task};
  return all;
}

std::string schedule_key(const Task& task) {
  return annotations::full_key(std::format("{}-schedule", task.name));
}

}  // namespace chandler::core::cronjob
