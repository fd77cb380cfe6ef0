#include "cron/probe/checks/amcheck/corruption.hpp"

#include <charconv>
#include <format>

namespace chandler::probe::amcheck {
namespace {

using platform::postgres::ServerError;

constexpr std::string_view save_heap =
    "copy the data directory before anything else; fail over to a replica, or restore a backup, that passes this "
    "check; "
    "where there is none, COPY what can still be read to another table, and only as a last resort take the tuple out "
    "with "
    "pg_surgery's heap_force_kill; then look for the cause (disk, memory, fsync), as other pages may be wrong too";

// A block's number behind one of the words that the server's messages put before it.
std::optional<std::int64_t> number_behind(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const char* const first = text.data() + at + word.size();
    std::int64_t value = 0;
    const auto [stopped, error] = std::from_chars(first, text.data() + text.size(), value);
    if (error == std::errc() && stopped != first) return value;
  }
  return std::nullopt;
}

std::string said(const ServerError& error) {
  return error.detail.empty() ? error.message : std::format("{} ({})", error.message, error.detail);
}

std::string reindex(const Relation& index) {
  if (index.catalogue) {
    return std::format(
        "REINDEX INDEX {}; if the server cannot use it any more, in a session with ignore_system_indexes on",
        index.name);
  }
  return std::format("REINDEX INDEX CONCURRENTLY {}{}", index.name,
                     index.unique
                         ? "; it fails where values stand in the table twice: chandler probe --check duplicates "
                           "names them"
                         : "");
}

std::string place(const HeapError& error) {
  std::string out = std::format("block {}", error.block);
  if (error.offset) out += std::format(", offset {}", *error.offset);
  if (error.attribute) {
    out += error.column.empty() ? std::format(", attribute {}", *error.attribute + 1)
                                : std::format(", attribute {} ({})", *error.attribute + 1, error.column);
  }
  return out;
}

}  // namespace

// XX000 to XX002 and the class 58 (a file that is gone or cannot be read) tell of the data; all else of circumstances.
Failure classify(const ServerError& error) {
  if (error.connection_lost || error.is("57P01") || error.is("57P02") || error.is("57P03")) return Failure::lost;
  if (error.is("55P03")) return Failure::locked;
  if (error.is("57014")) return Failure::time;
  if (error.sqlstate.starts_with("XX") || error.sqlstate.starts_with("58")) return Failure::corrupt;
  return Failure::other;
}

std::optional<std::int64_t> block_in(const ServerError& error) {
  for (const std::string* text : {&error.message, &error.detail}) {
    for (const std::string_view word : {"block ", "block=", "tid=(", "tuple (", "blocks "}) {
      if (const auto found = number_behind(*text, word)) return found;
    }
  }
  return std::nullopt;
}

Finding of_index(const Relation& index, const ServerError& error) {
  const bool lacks = error.message.contains("lacks matching index tuple");
  Finding finding{.id = lacks ? "amcheck.index_lacks_rows" : "amcheck.index_corrupt",
                  .severity = Severity::problem,
                  .object = describe(index),
                  .figures = {{.name = "table", .value = index.owner},
                              {.name = "message", .value = error.message},
                              {.name = "sqlstate", .value = error.sqlstate}},
                  .meaning = {},
                  .remedy = reindex(index)};
  if (!error.detail.empty()) finding.figures.push_back({.name = "detail", .value = error.detail});
  if (const auto block = block_in(error)) {
    finding.figures.push_back({.name = lacks ? "table_block" : "block", .value = *block});
  }
  if (const auto comma = error.message.find("tuple ("); lacks && comma != std::string::npos) {
    if (const auto offset = number_behind(std::string_view(error.message).substr(comma), ",")) {
      finding.figures.push_back({.name = "table_offset", .value = *offset});
    }
  }
  finding.meaning =
      std::format("{}: {}", said(error),
                  lacks ? std::format("queries by this index miss rows of {}{}", index.owner,
                                      index.unique ? ", and the same value can be stored in it again" : "")
                        : std::format("queries by it may fail, miss rows of {}, or give wrong ones", index.owner));
  return finding;
}

Finding of_rows(const Relation& index) {
  return {.id = "amcheck.index_rows_differ",
          .severity = Severity::problem,
          .object = describe(index),
          .figures = {{.name = "table", .value = index.owner}},
          .meaning =
              std::format("it does not lead to each row of {} once, by the row's own key: queries by it miss rows or "
                          "give wrong ones",
                          index.owner),
          .remedy = reindex(index)};
}

Finding of_heap(const Relation& table, const HeapError& error) {
  Finding finding{.id = "amcheck.heap_corrupt",
                  .severity = Severity::problem,
                  .object = describe(table),
                  .figures = {{.name = "block", .value = error.block}},
                  .meaning = std::format("{}: {}: the row cannot be read, or reads as something that nobody wrote",
                                         place(error), error.message),
                  .remedy = std::string(save_heap)};
  if (error.offset) finding.figures.push_back({.name = "offset", .value = *error.offset});
  if (error.attribute) finding.figures.push_back({.name = "attribute", .value = *error.attribute + 1});
  if (!error.column.empty()) finding.figures.push_back({.name = "column", .value = error.column});
  finding.figures.push_back({.name = "message", .value = error.message});
  return finding;
}

Finding of_unreadable(const Relation& table, std::int64_t first, std::int64_t last, const ServerError& error) {
  return {.id = "amcheck.unreadable",
          .severity = Severity::problem,
          .object = describe(table),
          .figures = {{.name = "block", .value = first},
                      {.name = "last_block", .value = last},
                      {.name = "message", .value = error.message},
                      {.name = "sqlstate", .value = error.sqlstate}},
          .meaning = std::format(
              "{}: {}: queries that come to it fail, and so does pg_dump",
              first == last ? std::format("block {}", first) : std::format("one of the blocks {} to {}", first, last),
              said(error)),
          .remedy = std::string(save_heap)};
}

Finding of_more(const Relation& table, std::size_t shown) {
  return {
      .id = "amcheck.more",
      .severity = Severity::problem,
      .object = describe(table),
      .figures = {{.name = "shown", .value = static_cast<std::int64_t>(shown)}},
      .meaning = std::format("after {} corruptions in it no more are shown; the rest of it was not looked at", shown),
      .remedy = std::format("SELECT * FROM verify_heapam('{}') shows all that can be read", table.name)};
}

Finding not_checked(const Relation& relation, Failure failure, const ServerError& error) {
  Finding finding{
      .id = "amcheck.not_checked",
      .severity = Severity::unchecked,
      .object = describe(relation),
      .figures = {{.name = "message", .value = error.message}, {.name = "sqlstate", .value = error.sqlstate}},
      .meaning = "it was not checked: " + said(error),
      .remedy = error.hint};
  if (failure == Failure::locked) {
    finding.id = "amcheck.locked";
    finding.meaning = "it was not checked, as somebody held a lock on it";
    finding.remedy = "the next run tries again; --lock-timeout says how long to wait";
  }
  if (failure == Failure::lost) {
    finding.id = "amcheck.connection_lost";
    finding.meaning = "the connection broke while it was checked: " + error.message;
    finding.remedy =
        "look into the server's log: a server process that was ended by signal 6, 7 or 11 means that this object is "
        "corrupt; else run it again";
  }
  return finding;
}

Finding gave_way(const Relation& relation) {
  return {.id = "amcheck.gave_way",
          .severity = Severity::unchecked,
          .object = describe(relation),
          .figures = {},
          .meaning = "it was not checked to its end, as somebody waited for a lock that the check held",
          .remedy = "the next run begins with it; run it when no ALTER TABLE or the like is at work"};
}

}  // namespace chandler::probe::amcheck
