#include <nlohmann/json.hpp>

#include "init/migrate/lint/output.hpp"

namespace chandler::migrate::lint {

std::string as_json_lines(std::span<const Finding> findings, const std::string& path) {
  std::string out;
  for (const Finding& each : findings) {
    nlohmann::ordered_json object{{"rule", each.rule->id}, {"level", name_of(each.level)}, {"file", path + each.file},
                                  {"line", each.line},     {"column", each.column},        {"message", each.message}};
    if (!each.lock.empty()) object["lock"] = each.lock;
    object["safe_way"] = each.safe_way;
    object["reason"] = each.rule->reason;
    if (!each.statement.empty()) object["statement"] = each.statement;
    out += object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
  }
  return out;
}

}  // namespace chandler::migrate::lint
