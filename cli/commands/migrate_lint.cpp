#include <algorithm>
#include <filesystem>
#include <format>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/commands/migrate_flags.hpp"
#include "cli/failure.hpp"
#include "core/text/counted.hpp"
#include "init/migrate/lint/by_hand.hpp"
#include "init/migrate/lint/output.hpp"
#include "init/migrate/lint/reference.hpp"
#include "init/migrate/lint/registry.hpp"

namespace chandler::cli {
namespace {

namespace fs = std::filesystem;
namespace lint = migrate::lint;

struct LintFlags {
  std::vector<std::string> paths;
  std::string since;
  std::vector<std::string> levels;
  int postgres_version = 17;
  std::string output = "text";
  bool rules = false;
};

core::Error usage(std::string flag, std::string message, std::string hint) {
  return {.outcome = core::Outcome::usage,
          .code = "cli.bad_flag",
          .message = std::move(message),
          .where = std::move(flag),
          .hint = std::move(hint)};
}

core::Expected<lint::LevelSettings> read_levels(const std::vector<std::string>& pairs) {
  using enum lint::Level;
  lint::LevelSettings out;
  for (const std::string& pair : pairs) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string rule = pair.substr(0, equals);
    const std::string level = pair.substr(std::min(equals + 1, pair.size()));
    if (lint::find_rule(rule) == nullptr) {
      return std::unexpected(
          usage("--level", std::format("there is no rule \"{}\"", rule), "chandler migrate lint --rules lists them"));
    }
    const auto all = {off, warn, refuse};
    const auto found = std::ranges::find(all, level, [](lint::Level each) { return lint::name_of(each); });
    if (found == all.end()) {
      return std::unexpected(
          usage("--level", std::format("\"{}\" is not RULE=off, RULE=warn or RULE=refuse", pair), {}));
    }
    out.changed[rule] = *found;
  }
  return out;
}

// A folder, and those of its files that are asked for; none: all.
struct Place {
  fs::path folder;
  std::vector<std::string> files;
};

// Below --source a file may be in a sub-folder, as its layout allows; else its folder is that of the migrations.
fs::path folder_of(const fs::path& file, const fs::path& source) {
  const fs::path below =
      source.empty() ? fs::path() : file.lexically_normal().lexically_relative(source.lexically_normal());
  if (!below.empty() && *below.begin() != "..") return source;
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

core::Expected<std::vector<Place>> places_of(const std::vector<std::string>& paths, const fs::path& source) {
  std::vector<Place> out;
  for (const fs::path path : paths) {
    if (!fs::exists(path)) {
      return std::unexpected(core::Error{.code = "source.missing",
                                         .message = "there is no such folder or file",
                                         .where = path.string(),
                                         .hint = "Give folders of migrations, or files of them"});
    }
    if (fs::is_directory(path)) {
      out.push_back({path, {}});
      continue;
    }
    const fs::path folder = folder_of(path, source);
    const auto known =
        std::ranges::find_if(out, [&](const Place& each) { return each.folder == folder && !each.files.empty(); });
    Place& place = known == out.end() ? out.emplace_back(Place{folder, {}}) : *known;
    place.files.push_back(path.lexically_normal().lexically_relative(folder.lexically_normal()).generic_string());
  }
  return out;
}

std::string shown(const fs::path& folder) {
  return folder == "." ? std::string() : (folder / "").string();
}

std::string written(const std::string& output, const std::vector<lint::Finding>& findings) {
  if (output == "json") return lint::as_json_lines(findings, {});
  if (output == "github") return lint::as_github(findings, {});
  if (output == "sarif") return lint::as_sarif(findings, {});
  return lint::as_text(findings, {});
}

core::Expected<std::vector<lint::Finding>> lint_all(const MigrateFlags& flags, const LintFlags& own,
                                                    const Process& process) {
  auto levels = read_levels(own.levels);
  if (!levels) return std::unexpected(levels.error());
  auto places = places_of(own.paths, flags.source);
  if (!places) return std::unexpected(places.error());
  if (places->empty()) places->push_back({flags.source, {}});
  std::vector<lint::Finding> out;
  for (const Place& place : *places) {
    MigrateFlags here = flags;
    here.source = place.folder.string();
    const auto options = read_options(here, process);
    if (!options) return std::unexpected(options.error());
    auto findings = lint::lint_by_hand(*options,
                                       {.wanted = {.files = place.files, .since = own.since},
                                        .levels = *levels,
                                        .server_version = own.postgres_version,
                                        .with_database = !flags.database.empty()},
                                       process.stop);
    if (!findings) return std::unexpected(findings.error());
    for (lint::Finding& each : *findings) {
      each.file = shown(place.folder) + each.file;
      out.push_back(std::move(each));
    }
  }
  return out;
}

int run_lint(const MigrateFlags& flags, const LintFlags& own, const Process& process) {
  if (own.rules) {
    std::cout << lint::rules_text();
    return 0;
  }
  const auto findings = lint_all(flags, own, process);
  if (!findings) return report_failure(findings.error());
  std::cout << written(own.output, *findings);
  const auto refusing = std::ranges::count(*findings, lint::Level::refuse, &lint::Finding::level);
  if (own.output == "text") {
    std::cerr << std::format("{}; {} refused\n", core::text::counted(findings->size(), "finding"), refusing);
  }
  return static_cast<int>(refusing > 0 ? core::Outcome::problem : core::Outcome::done);
}

}  // namespace

void add_migrate_lint(CLI::App& migrate, const MigrateFlagsPtr& flags, Body& chosen) {
  CLI::App& command = add_migrate_subcommand(
      migrate, "lint", "Name dangerous statements, and the safe way",
      "\nExamples:\n"
      "  chandler migrate lint ./migrations\n"
      "  chandler migrate lint --since 41 --postgres-version 15 ./migrations\n"
      "  chandler migrate lint --output github $(git diff --name-only origin/main -- migrations)\n"
      "  chandler migrate lint --database postgresql://app@localhost/menu ./migrations\n"
      "Exit codes: 0 nothing refused, 1 could not (try again), 2 refused, 64 wrong usage.\n");
  const auto own = std::make_shared<LintFlags>();
  command.add_option("PATH", own->paths, "Folders, or files of them, to judge; default: --source");
  command.add_option("--since", own->since, "Judge what comes after this version, as one pending set");
  command.add_option("--level", own->levels, "RULE=off, RULE=warn or RULE=refuse; repeat it")->allow_extra_args(false);
  command.add_option("--postgres-version", own->postgres_version, "The server's, where no --database tells it")
      ->check(CLI::Range(13, 17))
      ->capture_default_str();
  command.add_option("--output", own->output, "text, json, github or sarif")
      ->check(CLI::IsMember({"text", "json", "github", "sarif"}))
      ->capture_default_str();
  command.add_flag("--rules", own->rules, "List the rules instead");
  command.callback([flags, own, &chosen] {
    chosen = [flags, own](const Process& process) { return run_lint(*flags, *own, process); };
  });
}

}  // namespace chandler::cli
