#include "dataset/table/chosen_key.hpp"

#include <algorithm>
#include <format>

#include "core/text/nearest.hpp"
#include "dataset/description/parse.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/row_error.hpp"
#include "platform/postgres/quote.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

// Whether an index tells rows apart by just these columns, and the first that may be NULL.
constexpr std::string_view read_key = R"(
SELECT EXISTS (SELECT FROM pg_index i
                WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
                  AND i.indnkeyatts = cardinality(w.names)
                  AND NOT EXISTS (SELECT FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place)
                                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                                   WHERE k.place <= i.indnkeyatts AND a.attname <> ALL (w.names))),
       (SELECT a.attname FROM pg_attribute a
         WHERE a.attrelid = $1::oid AND a.attname = ANY (w.names) AND NOT a.attnotnull ORDER BY a.attnum LIMIT 1)
  FROM (SELECT {}::name[] AS names) w)";

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

core::Expected<void> known(const Table& table, const description::Entry& entry) {
  for (const std::string& name : entry.key) {
    if (table.find(name) != nullptr) continue;
    std::vector<std::string_view> names;
    names.reserve(table.columns.size());
    for (const Column& column : table.columns) names.emplace_back(column.name);
    const std::string_view near = core::text::nearest(name, names);
    return std::unexpected(description::refusal(
        entry.mark, std::format("key: the table {} has no column {}", table.name.display(), shown(name)),
        near.empty() ? "" : std::format("Did you mean {}?", near)));
  }
  return {};
}

}  // namespace

core::Expected<void> choose_key(Session& session, Table& table, const description::Entry& entry) {
  if (auto checked = known(table, entry); !checked) return checked;
  std::string names;
  for (const std::string& name : entry.key)
    names += (names.empty() ? "ARRAY[" : ", ") + platform::postgres::quote_literal(name);
  std::string sql(read_key);
  sql.replace(sql.find("{}"), 2, names + "]");
  const auto found = session.query(sql, {table.oid});
  if (!found) return std::unexpected(server_failure(found.error(), entry.file));
  const std::string list = joined(entry.key);
  if (!found->boolean(0, 0)) {
    return std::unexpected(description::refusal(
        entry.mark, std::format("key: no unique index of {} is over just {}", table.name.display(), list),
        std::format("Add one in a migration: CREATE UNIQUE INDEX ON {} ({})", table.name.quoted(), list)));
  }
  if (!found->is_null(0, 1)) {
    return std::unexpected(description::refusal(entry.mark,
                                                std::format("key: the column {} of {} may be NULL, which equals no row",
                                                            found->text(0, 1), table.name.display()),
                                                "Make it NOT NULL in a migration"));
  }
  table.key = entry.key;
  return {};
}

}  // namespace chandler::dataset
