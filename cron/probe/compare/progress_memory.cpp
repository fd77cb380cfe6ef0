#include "cron/probe/compare/progress_memory.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include <nlohmann/json.hpp>

#include "core/text/number.hpp"

namespace chandler::probe::compare {
namespace {

std::string when(const Pair& pair) {
  return "when/" + pair.shown();
}
std::string where(const Pair& pair) {
  return "reached/" + pair.shown();
}

}  // namespace

std::int64_t Progresses::compared(const Pair& pair) const {
  const auto found = memory_.find(prefix_ + when(pair));
  if (found == memory_.end()) return 0;
  return core::text::parse_whole(found->second, 0, std::numeric_limits<std::int64_t>::max()).value_or(0);
}

std::optional<Key> Progresses::reached(const Pair& pair) const {
  const auto found = memory_.find(prefix_ + where(pair));
  if (found == memory_.end()) return std::nullopt;
  const auto json = nlohmann::json::parse(found->second, nullptr, false);
  if (!json.is_array() || json.size() != pair.here.key.size()) return std::nullopt;
  Key key;
  for (const auto& each : json) {
    if (!each.is_string()) return std::nullopt;
    key.push_back(each.get<std::string>());
  }
  return key;
}

void Progresses::note_whole(const Pair& pair, std::chrono::system_clock::time_point now) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
  memory_[prefix_ + when(pair)] = std::to_string(seconds.count());
  memory_.erase(prefix_ + where(pair));
}

void Progresses::note_reached(const Pair& pair, const Key& key) {
  memory_[prefix_ + where(pair)] = nlohmann::json(key).dump();
}

void Progresses::sort(std::vector<Pair>& pairs) const {
  std::ranges::stable_sort(pairs, {}, [this](const Pair& pair) {
    return std::tuple(!reached(pair).has_value(), compared(pair), pair.here.estimated_rows);
  });
}

}  // namespace chandler::probe::compare
