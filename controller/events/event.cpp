#include "controller/events/event.hpp"

#include <cctype>
#include <cstdint>
#include <format>

#include <nlohmann/json.hpp>

#include "core/text/one_line.hpp"

namespace chandler::controller::events {
namespace {

using nlohmann::json;
using platform::kubernetes::objects::Microtime;
using platform::kubernetes::objects::to_microtime;

// The API's limits.
constexpr std::size_t longest_note = 1024;
constexpr std::size_t longest_instance = 128;
constexpr std::size_t longest_name = 253;
constexpr std::size_t hash_digits = 16;

// FNV-1a, 64 bits. Nobody gains from a collision here.
std::uint64_t hash(std::uint64_t value, std::string_view text) {
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return value * 0x100000001b3;
}

}  // namespace

std::string reason_of(std::string_view id) {
  std::string reason;
  bool begins = true;
  for (const char c : id) {
    if (c == '_') {
      begins = true;
      continue;
    }
    reason += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    begins = false;
  }
  return reason;
}

std::string name_of(const Event& event) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const std::string_view part : {std::string_view(event.regarding.kind), std::string_view(event.regarding.uid),
                                      std::string_view(event.reason), std::string_view(event.note)}) {
    value = hash(value, part);
  }
  return std::format("{}.{:0{}x}", event.regarding.key.name.substr(0, longest_name - hash_digits - 1), value,
                     hash_digits);
}

json to_json(const Event& event, std::string_view instance, Microtime now) {
  const Regarding& about = event.regarding;
  return {{"apiVersion", "events.k8s.io/v1"},
          {"kind", "Event"},
          {"metadata", {{"name", name_of(event)}, {"namespace", about.key.namespace_name}}},
          {"eventTime", to_microtime(now)},
          {"reportingController", "chandler.dev/controller"},
          {"reportingInstance", instance.substr(0, longest_instance)},
          {"regarding",
           {{"apiVersion", about.api_version},
            {"kind", about.kind},
            {"namespace", about.key.namespace_name},
            {"name", about.key.name},
            {"uid", about.uid}}},
          {"type", event.type == Event::Type::warning ? "Warning" : "Normal"},
          {"reason", event.reason},
          {"action", event.action},
          {"note", core::text::one_line(event.note, longest_note)}};
}

json again(std::int64_t count, Microtime now) {
  return {{"series", {{"count", count}, {"lastObservedTime", to_microtime(now)}}}};
}

}  // namespace chandler::controller::events
