#include <format>

#include "init/migrate/lint/output.hpp"

namespace chandler::migrate::lint {

std::string as_text(std::span<const Finding> findings, const std::string& path) {
  std::string out;
  for (const Finding& each : findings) {
    out += std::format("{}{}:{}:{}: {} {}: {}\n", path, each.file, each.line, each.column, name_of(each.level),
                       each.rule->id, each.message);
    if (!each.lock.empty()) out += std::format("    lock: {}\n", each.lock);
    out += std::format("    safe: {}\n", each.safe_way);
  }
  return out;
}

}  // namespace chandler::migrate::lint
