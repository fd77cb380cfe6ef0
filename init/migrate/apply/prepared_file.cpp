#include "init/migrate/apply/prepared_file.hpp"

#include <format>
#include <memory>
#include <utility>

#include "platform/postgres/keepalives.hpp"

namespace chandler::migrate {

core::Expected<std::unique_ptr<PreparedFile>> prepare(const Step& step, const Standing& standing,
                                                      const Folder& folder) {
  const auto original = folder.view(step.file);
  if (!original) return std::unexpected(original.error());
  auto source = standing.layout().text(step, folder, standing.settings());
  if (!source) return std::unexpected(source.error());
  auto file = std::make_unique<PreparedFile>(step, *original, *std::move(source));
  auto script =
      sql::analyse(file->source.text(), step.in_transaction,
                   {.thorough = step.interrupted, .seen = [&](std::string_view part) { folder.release(part); }});
  if (!script) {
    core::Error error = script.error();
    error.where = error.where.empty() ? step.file : std::format("{}:{}", step.file, error.where);
    return std::unexpected(std::move(error));
  }
  file->script = *std::move(script);
  return file;
}

std::string forget_settings(const Options& options) {
  return "RESET SESSION AUTHORIZATION;RESET ROLE;RESET ALL;" + platform::postgres::server_keepalives(options.database) +
         "DISCARD TEMP;";
}

sql::Wrapping timeouts(const Options& options, std::string_view set) {
  sql::Wrapping out;
  const auto add = [&](std::string_view name, std::chrono::milliseconds value) {
    if (value.count() == 0) return;
    out.prefix += std::format("{} {} = {};", set, name, value.count());
    ++out.prefix_statements;
  };
  add("lock_timeout", options.lock_timeout);
  add("statement_timeout", options.statement_timeout);
  return out;
}

sql::Wrapping around(const PreparedFile& file, const Standing& standing, const Options& options) {
  const bool own = file.script.mode == sql::Mode::own_transaction;
  sql::Wrapping out = timeouts(options, own ? "SET" : "SET LOCAL");
  if (!own) {
    out.prefix = "BEGIN;" + out.prefix;
    ++out.prefix_statements;
  }
  out.suffix = std::format("{}{}COMMIT", forget_settings(options),
                           standing.layout().applied(standing.settings().facts.schema, file.step));
  return out;
}

}  // namespace chandler::migrate
