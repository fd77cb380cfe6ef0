#include "cron/probe/compare/findings.hpp"

#include <algorithm>
#include <array>
#include <format>

namespace chandler::probe::compare {
namespace {

struct Words {
  Difference kind;
  std::string_view id;
  std::string_view meaning;
  std::string_view remedy;
};

constexpr std::array<Words, 3> words{{
    {.kind = Difference::missing_here,
     .id = "compare.row_missing_here",
     .meaning = "rows are there and not here",
     .remedy = "find out which side is right (a lost write, a DELETE that did not arrive), and copy the rows by these "
               "keys"},
    {.kind = Difference::missing_there,
     .id = "compare.row_missing_there",
     .meaning = "rows are here and not there",
     .remedy = "find out which side is right (a lost write, a DELETE that did not arrive), and copy the rows by these "
               "keys"},
    {.kind = Difference::differs,
     .id = "compare.row_differs",
     .meaning = "rows have the same key and other values",
     .remedy = "look at both by these keys, find out which side is right and who wrote the other one, and copy them"},
}};

// A key may be a long text.
std::string cut(const std::string& text) {
  static constexpr std::size_t longest = 80;
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

// "(id)=(7)", as the server's own messages have it.
std::string shown_key(const Pair& pair, const Key& key) {
  std::string names;
  std::string values;
  for (std::size_t i = 0; i < key.size(); ++i) {
    names += (i == 0 ? "" : ", ") + pair.here.key[i].name;
    values += (i == 0 ? "" : ", ") + cut(key[i]);
  }
  return std::format("({})=({})", names, values);
}

std::string shown_row(const Pair& pair, const RowDifference& row) {
  std::string out = shown_key(pair, row.key);
  for (std::size_t i = 0; i < row.columns.size(); ++i)
    out += std::format("{}{}", i == 0 ? " in " : " and ", row.columns[i]);
  return out;
}

Finding of_kind(const Pair& pair, const Words& of, const Looked& looked, bool more, std::size_t named) {
  std::string rows;
  std::int64_t count = 0;
  for (const RowDifference& each : looked.differences) {
    if (each.kind != of.kind) continue;
    if (static_cast<std::size_t>(count) < named)
      rows += std::format("{}{}", count == 0 ? "" : ", ", shown_row(pair, each));
    ++count;
  }
  const std::string amount = std::format("{}{}", more ? "at least " : "", count);
  const bool cut_off = static_cast<std::size_t>(count) > named;
  return {.id = std::string(of.id),
          .severity = Severity::problem,
          .object = "table " + pair.shown(),
          .figures = {{.name = "rows", .value = count}, {.name = "keys", .value = rows}},
          .meaning = std::format("{} {}: {}{}", amount, of.meaning, rows, cut_off ? ", …" : ""),
          .remedy = std::string(of.remedy)};
}

Finding about(const Pair& pair, std::string_view id, Severity severity, std::int64_t rows, std::string meaning,
              std::string remedy) {
  return {.id = std::string(id),
          .severity = severity,
          .object = "table " + pair.shown(),
          .figures = {{.name = "rows", .value = rows}},
          .meaning = std::move(meaning),
          .remedy = std::move(remedy)};
}

std::string remedy_of(const Failure& failure) {
  const auto& error = failure.error;
  if (error.is("42501")) return "GRANT SELECT on the table, or pg_read_all_data, to this role";
  if (error.is("40001")) return "set hot_standby_feedback = on, or raise max_standby_streaming_delay, on the standby";
  if (error.is("57014")) return "give a larger --time-budget";
  if (error.is("55P03")) return "run it again when no ALTER TABLE, VACUUM FULL or the like is at work";
  if (error.connection_lost) return "run it again: it goes on with this table";
  return error.hint;
}

std::string_view id_of(const platform::postgres::ServerError& error) {
  if (error.is("42501")) return "compare.not_allowed";
  if (error.is("40001")) return "compare.conflict";
  if (error.is("57014")) return error.stopped ? "compare.stopped" : "compare.out_of_time";
  if (error.is("55P03")) return "compare.locked";
  if (error.stopped) return "compare.stopped";
  return error.connection_lost ? "compare.connection_lost" : "compare.failed";
}

}  // namespace

Findings findings_of(const Pair& pair, const Scanned& scanned, const Looked& looked, std::size_t named) {
  Findings out;
  for (const Words& of : words) {
    if (std::ranges::contains(looked.differences, of.kind, &RowDifference::kind))
      out.push_back(of_kind(pair, of, looked, scanned.more, named));
  }
  if (looked.unsettled > 0) {
    out.push_back(
        about(pair, "compare.standby_behind", Severity::unchecked, looked.unsettled,
              std::format("{} rows differ, which may be what the standby did not replay yet", looked.unsettled),
              "run it again when the standby keeps up (see the check replication)"));
  } else if (out.empty() && scanned.more) {
    out.push_back(about(pair, "compare.unsettled", Severity::unchecked, looked.settled + looked.changing,
                        "more rows differed than are looked at again, and those that were became the same: much is "
                        "written at this time, or the other side is behind",
                        "run it again when less is written, or with settle=10s"));
  }
  if (looked.changing > 0) {
    out.push_back(about(pair, "compare.changing", Severity::info, looked.changing,
                        std::format("{} rows were written between any two looks at them, so that nothing can be said "
                                    "of them",
                                    looked.changing),
                        {}));
  }
  return out;
}

Finding failed(const Pair& pair, const Scanned& scanned, const Failure& failure) {
  const std::int64_t rows = std::max(scanned.rows_here, scanned.rows_there);
  Finding finding = about(pair, id_of(failure.error), Severity::unchecked, rows,
                          std::format("{}: {}{}", failure.side == Side::here ? "here" : "there", failure.error.message,
                                      rows > 0 ? std::format(". {} rows were compared before", rows) : std::string()),
                          remedy_of(failure));
  if (!scanned.candidates.empty()) {
    finding.meaning += std::format(", {} of which differed at the first look", scanned.candidates.size());
  }
  return finding;
}

}  // namespace chandler::probe::compare
