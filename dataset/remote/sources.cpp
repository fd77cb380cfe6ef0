#include "dataset/remote/sources.hpp"

#include <algorithm>
#include <filesystem>
#include <format>
#include <map>
#include <memory>
#include <utility>

#include "dataset/remote/database.hpp"
#include "dataset/remote/secret_folder.hpp"

namespace chandler::dataset::remote {
namespace {

using core::text::PostgresSource;

// A query may hold what not everybody is to see.
std::string shown(std::string_view source) {
  return std::format("{}?…", source.substr(0, source.find('?')));
}

std::unexpected<core::Error> bad(const std::string& source, std::string message, std::string hint) {
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "load.bad_source",
                                     .message = std::move(message),
                                     .where = shown(source),
                                     .hint = std::move(hint)});
}

bool is_address_of_server(std::string_view source) {
  return source.starts_with("postgres://") || source.starts_with("postgresql://");
}

std::unexpected<core::Error> has_credentials(std::string_view source) {
  return std::unexpected(
      core::Error{.outcome = core::Outcome::usage,
                  .code = "load.bad_source",
                  .message = "a server's address stands in process lists and logs, with user and password",
                  .where = std::format("{}://…", source.substr(0, source.find(':'))),
                  .hint = "Write it into a file named uri, and give its folder: postgres:FOLDER?table=SCHEMA.TABLE"});
}

core::Expected<PostgresSource> parse(const std::string& source, bool any_table) {
  auto parsed = core::text::parse_postgres_source(source);
  if (!parsed) {
    const auto& [why, near] = parsed.error();
    return bad(source, std::format("it {}", why),
               near.empty() ? "Expected postgres:FOLDER?table=SCHEMA.TABLE, or ?query=SELECT…&into=TABLE"
                            : std::format("Did you mean {}?", near));
  }
  if (parsed->table.empty() && parsed->into.empty() && !any_table) {
    return bad(source, "a query does not say which table it fills", "Add &into=TABLE, or --table");
  }
  return *std::move(parsed);
}

core::Expected<TableName> target_of(const PostgresSource& source, const std::string& text) {
  const std::string& name = source.into.empty() ? source.table : source.into;
  if (name.empty()) return TableName{};  // --table says it
  auto table = table_of_flag(name);
  if (!table) return bad(text, table.error().message, "Expected TABLE, SCHEMA.TABLE or \"Quoted Name\", as in SQL");
  return table;
}

std::filesystem::path folder_of(const PostgresSource& source, const platform::Environment& environment) {
  if (source.place.contains('/')) return source.place;
  const auto below = environment("CHANDLER_SOURCE_DIR");
  return below && !below->empty() ? std::filesystem::path(*below) / source.place : std::filesystem::path(source.place);
}

std::string name_of(const Relation& relation) {
  const PostgresSource& source = relation.source;
  std::string name = relation.database->shown() + (source.table.empty() ? "?query=…" : "?table=" + source.table);
  if (!source.into.empty()) name += "&into=" + source.into;
  return name;
}

class Connections {
 public:
  Connections(std::chrono::seconds wait, const std::stop_token& stop) : wait_(wait), stop_(stop) {}

  core::Expected<std::shared_ptr<Database>> to(const std::filesystem::path& folder) {
    const auto settings = read_secret_folder(folder);
    if (!settings) return std::unexpected(settings.error());
    // One Secret may be mounted in several folders.
    auto known_by = settings->parameters;
    known_by.erase("sslrootcert");
    for (const auto& [known, database] : open_) {
      if (known == known_by) return database;
    }
    auto database = Database::connect(*settings, wait_, stop_);
    if (database) open_.emplace_back(std::move(known_by), *database);
    return database;
  }

 private:
  std::chrono::seconds wait_;
  std::stop_token stop_;
  std::vector<std::pair<std::map<std::string, std::string>, std::shared_ptr<Database>>> open_;
};

}  // namespace

core::Expected<Connected> connect_sources(std::span<const std::string> sources, bool any_table,
                                          const platform::Environment& environment, std::chrono::seconds wait,
                                          const std::stop_token& stop) {
  Connected out;
  std::vector<std::pair<PostgresSource, TableName>> wanted;
  for (const std::string& source : sources) {
    if (is_address_of_server(source)) return has_credentials(source);
    if (!source.starts_with(core::text::postgres_scheme)) {
      out.others.push_back(source);
      continue;
    }
    auto parsed = parse(source, any_table);
    if (!parsed) return std::unexpected(parsed.error());
    auto table = target_of(*parsed, source);
    if (!table) return std::unexpected(table.error());
    wanted.emplace_back(*std::move(parsed), *std::move(table));
  }
  Connections connections(wait, stop);
  for (auto& [source, table] : wanted) {
    auto database = connections.to(folder_of(source, environment));
    if (!database) return std::unexpected(database.error());
    auto relation = std::make_shared<Relation>(Relation{.database = *database, .source = std::move(source)});
    relation->name = name_of(*relation);
    if (auto described = (*database)->describe(*relation); !described) return std::unexpected(described.error());
    out.files.push_back({.path = {},
                         .name = relation->name,
                         .table = std::move(table),
                         .format = {},
                         .origin = {.address = relation->name},
                         .remote = relation});
  }
  return out;
}

}  // namespace chandler::dataset::remote
