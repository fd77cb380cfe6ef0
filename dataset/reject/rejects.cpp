#include "dataset/reject/rejects.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "core/text/counted.hpp"
#include "core/text/utf8.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::quote_literal;

// So many are sent to the server at once.
constexpr std::size_t batch = 500;
constexpr std::size_t shown_in_message = 3;
constexpr std::size_t longest_value = 1000;

std::string literal(const std::optional<std::string>& text) {
  if (!text) return "NULL";
  std::size_t length = std::min(text->size(), longest_value);
  while (length < text->size() && length > 0 && !core::text::starts_character((*text)[length])) --length;
  return quote_literal(std::string_view(*text).substr(0, length));
}

// Of an array the element counts, of other files the line.
std::string row_of(const Reject& reject, bool elements) {
  const std::string number = reject.number == 0 ? "NULL" : std::to_string(reject.number);
  const auto& column = reject.column;
  return std::format("({}, {}, {}, {}, {}, {})", elements ? "NULL" : number, elements ? number : "NULL",
                     column.empty() ? "NULL" : literal(column), literal(reject.value), literal(reject.error.message),
                     reject.error.sqlstate.empty() ? "NULL" : literal(reject.error.sqlstate));
}

}  // namespace

core::Error Rejects::too_many() const {
  std::string first;
  for (const auto& [number, text] : first_ones_) first += (first.empty() ? "" : "; ") + text;
  return {.code = "load.too_many_errors",
          .message = std::format("{} bad so far, more than the {} of max_errors: {}",
                                 core::text::counted(static_cast<std::size_t>(count_), "row"),
                                 data_set_.policy.max_errors, first),
          .where = data_set_.file.name,
          .hint = std::format("{} Mend them, or raise max_errors", nothing_loaded)};
}

// Rows are not found in their order.
void Rejects::note_for_message(const Reject& reject) {
  if (first_ones_.size() == shown_in_message && first_ones_.back().first <= reject.number) return;
  core::Error bare = reject.error;
  bare.hint.clear();
  first_ones_.emplace_back(reject.number, core::describe(bare));
  std::ranges::sort(first_ones_);
  if (first_ones_.size() > shown_in_message) first_ones_.pop_back();
}

core::Expected<void> Rejects::add(Reject reject) {
  ++count_;
  note_for_message(reject);
  if (count_ > data_set_.policy.max_errors) return std::unexpected(too_many());
  pending_.push_back(std::move(reject));
  return pending_.size() < batch ? core::Expected<void>() : flush();
}

core::Expected<void> Rejects::flush() {
  if (pending_.empty()) return {};
  const std::string& name = data_set_.sql.reject_name();
  std::string sql;
  if (!made_) {
    sql = std::format(
        "CREATE TEMP TABLE {} (line bigint, element bigint, column_name text, value text, reason text, sqlstate "
        "text); ",
        name);
  }
  const bool elements = data_set_.file.format.kind == Format::Kind::json;
  sql += std::format("INSERT INTO {} VALUES ", name);
  for (const Reject& reject : pending_) {
    if (&reject != &pending_.front()) sql += ", ";
    sql += row_of(reject, elements);
  }
  if (auto done = command(session_, sql, data_set_.file.name); !done) return done;
  made_ = true;
  pending_.clear();
  return {};
}

core::Expected<void> check_good(const DataSet& data_set, const Counts& counts) {
  const std::int64_t good = counts.read - counts.rejected;
  if (counts.rejected == 0 || good > 0) return check_rows(data_set.policy.guards, good, data_set.file.name);
  return std::unexpected(core::Error{
      .code = "load.too_many_errors",
      .message =
          std::format("all of its {} are bad", core::text::counted(static_cast<std::size_t>(counts.rejected), "row")),
      .where = data_set.file.name,
      .hint = std::format("{} Without max_errors the first one is told", nothing_loaded)});
}

core::Expected<void> record_rejects(platform::postgres::Session& session, const DataSet& data_set,
                                    const std::string& hash, std::int64_t count) {
  const auto cleared = session.query("DELETE FROM chandler.dataset_reject WHERE data_set = $1 AND hash = $2",
                                     {data_set.table.name.display(), hash});
  if (!cleared) return std::unexpected(server_failure(cleared.error(), "chandler.dataset_reject"));
  if (count == 0) return {};
  const auto kept = session.query(
      std::format("INSERT INTO chandler.dataset_reject (data_set, source, hash, line, element, column_name, value, "
                  "reason, sqlstate) SELECT $1, $2, $3, line, element, column_name, value, reason, sqlstate FROM {} "
                  "ORDER BY coalesce(line, element)",
                  data_set.sql.reject_name()),
      {data_set.table.name.display(), data_set.file.name, hash});
  if (!kept) return std::unexpected(server_failure(kept.error(), "chandler.dataset_reject"));
  return command(session, "DROP TABLE " + data_set.sql.reject_name(), "chandler.dataset_reject");
}

}  // namespace chandler::dataset
