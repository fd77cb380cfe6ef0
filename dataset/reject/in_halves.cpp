#include "dataset/reject/in_halves.hpp"

#include <format>
#include <vector>

#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Answer;
using platform::postgres::Session;

constexpr LineRange no_lines{1, 0};

Answer<void> attempt(Session& session, const LineWork& work, const LineRange& lines) {
  if (auto marked = session.run("SAVEPOINT chandler_lines"); !marked) return std::unexpected(marked.error());
  auto taken = work.take(lines);
  const auto ended =
      session.run(taken ? "RELEASE chandler_lines" : "ROLLBACK TO chandler_lines; RELEASE chandler_lines");
  if (!ended) return std::unexpected(ended.error());
  return taken;
}

}  // namespace

core::Expected<void> in_halves(Session& session, const std::string& table, const std::string& where,
                               const LineWork& work) {
  const auto bounds = session.run(
      std::format("SELECT coalesce(min(chandler_line), 0), coalesce(max(chandler_line), 0) FROM {}", table));
  if (!bounds) return std::unexpected(server_failure(bounds.error(), where));
  std::vector<LineRange> open{
      {static_cast<std::uint64_t>(bounds->integer(0, 0)), static_cast<std::uint64_t>(bounds->integer(0, 1))}};
  bool prepared = false;
  while (!open.empty()) {
    const LineRange lines = open.back();
    open.pop_back();
    const auto taken = attempt(session, work, lines);
    if (taken) continue;
    if (outcome_of(taken.error()) != core::Outcome::problem)
      return std::unexpected(server_failure(taken.error(), where));
    if (!prepared) {
      prepared = true;
      if (auto ready = work.prepare(taken.error()); !ready) return ready;
      if (const auto without_rows = attempt(session, work, no_lines); !without_rows)
        return std::unexpected(server_failure(without_rows.error(), where));
    }
    if (lines.first == lines.last) {
      if (auto refused = work.refuse(lines.first, taken.error()); !refused) return refused;
      continue;
    }
    const std::uint64_t middle = lines.first + (lines.last - lines.first) / 2;
    open.push_back({middle + 1, lines.last});
    open.push_back({lines.first, middle});
  }
  return {};
}

}  // namespace chandler::dataset
