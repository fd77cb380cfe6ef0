#include "init/migrate/layout/flyway/upkeep.hpp"

#include <format>
#include <utility>

#include "init/migrate/layout/flyway/problems.hpp"
#include "init/migrate/layout/flyway/rows.hpp"
#include "init/migrate/layout/flyway/sums.hpp"

namespace chandler::migrate::flyway_layout {
namespace {

class Repairer {
 public:
  Repairer(const Files& files, const State& state, const Folder& folder, const PlanSettings& settings,
           Interrupted interrupted)
      : files_(files),
        state_(state),
        folder_(folder),
        schema_(settings.facts.schema),
        interrupted_(interrupted),
        rank_(state.last_rank) {}

  core::Expected<std::vector<Repair>> make() {
    for (const auto& [description, row] : state_.repeatable) {
      if (!row.success) end("repeatable migration " + description, row);
      if (row.success && row.type == "SQL" && !files_.repeatable.contains(description)) {
        out_.push_back({.what = std::format("marked repeatable migration {} as deleted: its file is gone", description),
                        .sql = insert_deleted(schema_, std::nullopt, row, ++rank_)});
      }
    }
    for (const auto& [version, row] : state_.versioned) {
      if (auto done = look_at(version, row); !done) return std::unexpected(done.error());
    }
    return std::move(out_);
  }

 private:
  core::Expected<void> look_at(const Version& version, const Row& row) {
    const std::string name = "version " + version.text();
    if (!row.success) end(name, row);
    if (row.type != "SQL" || (!row.success && interrupted_ == Interrupted::not_applied)) return {};
    const auto file = files_.versioned.find(version);
    if (file != files_.versioned.end()) return align(file->second, row);
    const bool below_baseline = state_.baseline && version <= *state_.baseline;
    if (below_baseline || is_ahead(files_, version)) return {};
    out_.push_back({.what = std::format("marked {} as deleted: its file {} is gone", name, row.script),
                    .sql = insert_deleted(schema_, version, row, ++rank_)});
    return {};
  }

  void end(const std::string& name, const Row& row) {
    if (interrupted_ == Interrupted::not_applied) {
      out_.push_back({.what = "removed the failed row of " + name, .sql = delete_row(schema_, row)});
    } else {
      out_.push_back({.what = "marked " + name + " as applied", .sql = mark_applied(schema_, row)});
    }
  }

  core::Expected<void> align(const File& file, const Row& row) {
    const auto sum = checksum_of(folder_, file);
    if (!sum) return std::unexpected(sum.error());
    const bool same_description = row.description == shortened_description(file.name.description);
    if (row.checksum == *sum && same_description) return {};
    out_.push_back({.what = row.checksum == *sum ? std::format("took the description of {} from its name", file.file)
                                                 : std::format("took the checksum {} from {}", *sum, file.file),
                    .sql = align_row(schema_, row, file.name.description, *sum)});
    return {};
  }

  const Files& files_;
  const State& state_;
  const Folder& folder_;
  const std::string& schema_;
  Interrupted interrupted_;
  long rank_;
  std::vector<Repair> out_;
};

}  // namespace

core::Expected<std::vector<Repair>> repair(const Files& files, const State& state, const Folder& folder,
                                           const PlanSettings& settings, Interrupted interrupted) {
  return Repairer(files, state, folder, settings, interrupted).make();
}

core::Expected<Baseline> baseline(const Files& files, const State& state, const PlanSettings& settings,
                                  const std::string& text) {
  const auto version = parse_target(text, "--baseline");
  if (!version) return std::unexpected(version.error());
  if (!state.empty) {
    if (state.baseline == *version) return Baseline{};
    return std::unexpected(
        core::Error{.code = "migrate.has_history",
                    .message = state.newest ? std::format("the history is at version {} already", state.newest->text())
                                            : "the history holds migrations already",
                    .where = "--baseline",
                    .hint = "A baseline is for a database without a history; leave --baseline out"});
  }
  const auto counted = std::distance(files.versioned.begin(), files.versioned.upper_bound(*version));
  return Baseline{.counted = static_cast<std::size_t>(counted),
                  .sql = insert_baseline(settings.facts.schema, *version, state.last_rank + 1)};
}

}  // namespace chandler::migrate::flyway_layout
