#include <format>

#include "init/migrate/lint/output.hpp"

namespace chandler::migrate::lint {
namespace {

// As @actions/core's command.ts escapes data; properties escape ':' and ',' as well.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    out += special ? std::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c))) : std::string(1, c);
  }
  return out;
}

}  // namespace

std::string as_github(std::span<const Finding> findings, const std::string& path) {
  std::string out;
  for (const Finding& each : findings) {
    const std::string lock = each.lock.empty() ? std::string() : std::format("\nLock: {}", each.lock);
    out += std::format("::{} file={},line={},col={},title={}::{}\n", each.level == Level::refuse ? "error" : "warning",
                       escaped(path + each.file, true), each.line, each.column, escaped(each.rule->id, true),
                       escaped(std::format("{}{}\nSafe: {}", each.message, lock, each.safe_way), false));
  }
  return out;
}

}  // namespace chandler::migrate::lint
