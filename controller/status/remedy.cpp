#include "controller/status/remedy.hpp"

#include <algorithm>
#include <cctype>
#include <format>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"

namespace chandler::controller::status {
namespace {

using core::injection::StaleCopy;
using nlohmann::json;

std::string lower(std::string_view kind) {
  std::string text(kind);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// As one word of a shell.
std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

std::string restart(const WorkloadKey& key) {
  return std::format("kubectl rollout restart {}/{} -n {}", lower(key.kind), key.key.name, key.key.namespace_name);
}

// The webhook copies what the template lacks with any change; what it holds otherwise has to be set.
std::string command_of(const WorkloadKey& key, const std::vector<StaleCopy>& copies) {
  json metadata = json::object();
  for (const StaleCopy& each : copies) {
    if (each.lacks) continue;
    const char* const map = each.key == core::annotations::inject_label ? "labels" : "annotations";
    metadata[map][each.key] = each.wanted;
  }
  if (metadata.empty()) return restart(key);
  const json patch{{"spec", {{"template", {{"metadata", std::move(metadata)}}}}}};
  return std::format("kubectl patch {} {} -n {} --type=merge -p {}", lower(key.kind), key.key.name,
                     key.key.namespace_name, shell_word(patch.dump(-1, ' ', false, json::error_handler_t::replace)));
}

std::string account_of(const StaleCopy& copy) {
  return copy.lacks ? std::format("{} is not in the pod template", copy.key)
                    : std::format("{} is \"{}\" in the pod template", copy.key, copy.held);
}

}  // namespace

std::string remedy_of_missed(const Situation& situation) {
  if (situation.asked.heals) return "they are evicted one by one, as chandler.dev/heal asks";
  return restart(situation.key);
}

std::string describe_stale_copies(const WorkloadKey& key, const std::vector<StaleCopy>& copies) {
  std::string text = command_of(key, copies);
  text += " makes the pod template follow the annotations: ";
  for (std::size_t i = 0; i < copies.size(); ++i) text += (i == 0 ? "" : ", ") + account_of(copies[i]);
  return text;
}

}  // namespace chandler::controller::status
