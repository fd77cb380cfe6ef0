#include "cron/probe/keep/file_keep.hpp"

#include <cerrno>
#include <format>
#include <fstream>
#include <system_error>

#include <nlohmann/json.hpp>

#include "platform/files/replace_file.hpp"

namespace chandler::probe {
namespace {

using nlohmann::json;

std::unexpected<core::Error> failed(const std::filesystem::path& file, const std::string& what) {
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = "probe.not_kept",
                                     .message = what,
                                     .where = file.string(),
                                     .hint = "--state wants a file on a volume that this process may write to"});
}

std::string last_error() {
  return std::error_code(errno, std::generic_category()).message();
}

core::Expected<json> read_file(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    if (error) return failed(file, error.message());
    return json::object();
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) return failed(file, last_error());
  json all = json::parse(in, nullptr, false);
  if (!all.is_object()) return failed(file, "it is not a JSON object: not what chandler probe wrote");
  return all;
}

}  // namespace

core::Expected<Keep::Memories> FileKeep::read(platform::postgres::Session&) {
  const auto all = read_file(file_);
  if (!all) return std::unexpected(all.error());
  Memories memories;
  const auto mine = all->find(database_);
  if (mine == all->end() || !mine->is_object()) return memories;
  for (const auto& [check, entries] : mine->items()) {
    if (!entries.is_object()) continue;
    for (const auto& [name, value] : entries.items()) {
      if (value.is_string()) memories[check][name] = value.get<std::string>();
    }
  }
  return memories;
}

core::Expected<void> FileKeep::write(platform::postgres::Session&, std::string_view check, const Memory& memory) {
  auto all = read_file(file_);
  if (!all) return std::unexpected(all.error());
  json& mine = (*all)[database_];
  if (!mine.is_object()) mine = json::object();
  mine[std::string(check)] = memory;
  if (const auto error = platform::replace_file(file_, all->dump(1) + '\n')) return failed(file_, error.message());
  return {};
}

}  // namespace chandler::probe
