#include "init/migrate/lint/findings.hpp"

#include <algorithm>
#include <utility>

namespace chandler::migrate::lint {

std::string_view name_of(Level level) {
  switch (level) {
    case Level::off:
      return "off";
    case Level::warn:
      return "warn";
    case Level::refuse:
      return "refuse";
  }
  std::unreachable();
}

Level LevelSettings::of(const Rule& rule) const {
  const auto found = changed.find(rule.id);
  return found == changed.end() ? rule.level : found->second;
}

void Findings::about(const Rule& rule, const Origin& origin) {
  rule_ = &rule;
  origin_ = origin;
}

void Findings::add(Remark remark) {
  add_at(origin_, std::move(remark));
}

void Findings::add_at(const Origin& origin, Remark remark) {
  Level level = std::min(settings_.of(*rule_), remark.level.value_or(Level::refuse));
  const Table* table = remark.table ? remark.table->known : nullptr;
  if (rule_->cost == Cost::by_rows && table != nullptr && table->extent) {
    if (table->extent->bytes == 0) return;
    if (table->extent->bytes <= settings_.small_table_bytes) level = std::min(level, Level::warn);
  }
  if (level != Level::off) found_.push_back({rule_, level, origin, std::move(remark)});
}

}  // namespace chandler::migrate::lint
