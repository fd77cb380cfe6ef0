#include "core/injection/names.hpp"

#include <algorithm>
#include <array>
#include <format>

#include <nlohmann/json.hpp>

#include "core/injection/document.hpp"

namespace chandler::core::injection {
namespace {

struct Named {
  std::string_view container;
  std::string_view command;
};

constexpr std::array<Named, 5> ours{{{install_container, "install"},
                                     {wait_container, "wait"},
                                     {migrate_container, "migrate"},
                                     {load_container, "load"},
                                     {executor_container, "execute"}}};
constexpr std::array volumes{program_volume, no_token_volume, migrate_volume, scratch_volume};
constexpr std::string_view load_prefix = "chandler-load-";

}  // namespace

std::string data_volume(std::string_view command, std::size_t index) {
  return std::format("chandler-{}-{}", command, index);
}

bool has_our_name(std::string_view container) {
  return std::ranges::contains(ours, container, &Named::container);
}

bool is_ours(const nlohmann::json& container) {
  const auto named = std::ranges::find(ours, name_of(container), &Named::container);
  if (named == ours.end()) return false;
  const auto args = elements(find(container, {"args"}));
  const bool runs_it =
      !args.empty() && args.front()->is_string() && args.front()->get_ref<const std::string&>() == named->command;
  return runs_it && find_named(find(container, {"env"}), "CHANDLER_POD") != nullptr;
}

bool is_ours_in(std::string_view list, const nlohmann::json& container) {
  return (list == "initContainers" || name_of(container) == executor_container) && is_ours(container);
}

bool is_our_volume(std::string_view volume) {
  if (std::ranges::contains(volumes, volume)) return true;
  return volume.starts_with(load_prefix) && volume.size() > load_prefix.size() &&
         volume.find_first_not_of("0123456789", load_prefix.size()) == std::string_view::npos;
}

}  // namespace chandler::core::injection
