#include "dataset/bring/data_set.hpp"

#include <algorithm>

#include "dataset/content/content_reader.hpp"
#include "dataset/copy_text/record.hpp"
#include "dataset/fault/json_error.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/fault/text_error.hpp"
#include "dataset/json/head.hpp"
#include "dataset/remote/relation.hpp"

namespace chandler::dataset {
namespace {

core::Expected<csv::Header> text_header(ContentReader& reader, const SourceFile& file) {
  std::string head;
  for (;;) {
    const auto piece = reader.read();
    if (!piece) return std::unexpected(piece.error());
    head += *piece;
    auto header = copy_text::read_header(head, piece->empty(), file.format.csv);
    if (!header) return std::unexpected(text_defect_error(header.error(), file.name, {}));
    if (*header) return **std::move(header);
  }
}

core::Expected<csv::Header> csv_header(ContentReader& reader, const SourceFile& file) {
  std::string head;
  for (;;) {
    const auto piece = reader.read();
    if (!piece) return std::unexpected(piece.error());
    head += *piece;
    auto header = csv::read_header(head, piece->empty(), file.format.csv);
    if (!header) return std::unexpected(defect_error(header.error(), file.name, {}));
    if (*header) return **std::move(header);
  }
}

// Keys that load.yaml lists need not stand in the first object.
std::vector<std::string> with_listed(std::vector<std::string> keys, const SourceFile& file) {
  if (!file.entry || keys.empty()) return keys;
  for (const auto& column : file.entry->columns) {
    if (!std::ranges::contains(keys, column.from)) keys.push_back(column.from);
  }
  return keys;
}

core::Expected<csv::Header> json_header(ContentReader& reader, const SourceFile& file) {
  json::HeadReader head(file.format.kind);
  for (;;) {
    const auto piece = reader.read();
    if (!piece) return std::unexpected(piece.error());
    auto read = piece->empty() ? head.finish() : head.feed(*piece);
    if (!read) return std::unexpected(defect_error(read.error(), file.name, {}));
    if (*read) return csv::Header{.names = with_listed((*read)->keys, file), .bytes = (*read)->bytes};
  }
}

// The same table there and here has the same generated columns, of which none is brought. A query says what it means.
std::vector<std::string> remote_names(const remote::Relation& relation, const Table& table) {
  std::vector<std::string> names;
  for (const remote::RemoteColumn& column : relation.columns) {
    const Column* target = table.find(column.name);
    const bool left_out = !relation.table.empty() && target != nullptr && target->generated;
    if (!left_out) names.push_back(column.name);
  }
  return names;
}

}  // namespace

const std::string& known_hash(const DataSet& data_set) {
  return data_set.file.remote ? data_set.file.remote->hash : data_set.hash.text();
}

Policy policy_of(const SourceFile& file, const Policy& of_run, Purpose purpose) {
  Policy out = of_run;
  if (!file.entry) return out;
  const description::Entry& entry = *file.entry;
  if (entry.max_errors) out.max_errors = *entry.max_errors;
  if (entry.fresh_for) out.fresh_for = entry.fresh_for;
  if (entry.min_rows) out.guards.min_rows = *entry.min_rows;
  if (purpose == Purpose::load) return out;
  if (entry.mode) out.mode = *entry.mode;
  if (entry.max_delete) {
    out.guards.max_delete = entry.max_delete;
    out.delete_vanished = out.mode == Mode::merge;
  }
  if (entry.delete_vanished) out.delete_vanished = *entry.delete_vanished;
  return out;
}

Need need_of(const Policy& policy) {
  if (policy.mode == Mode::append) return Need::ever;
  return leaves_exact_copy(policy) ? Need::exact : Need::latest;
}

Question question_of(const DataSet& data_set) {
  return {.table = data_set.table.name, .hash = known_hash(data_set), .need = need_of(data_set.policy)};
}

std::vector<Column> copied_columns(const DataSet& data_set) {
  if (!data_set.conversion) return data_set.sql.columns();
  std::vector<Column> columns = data_set.conversion->raw_columns();
  for (Column& column : columns) {
    const Column* loaded = data_set.sql.find(column.name);
    if (loaded == nullptr) continue;
    column.secret = loaded->secret;
    column.kind = column.type == loaded->type ? loaded->kind : ValueKind::other;
  }
  return columns;
}

bool has_secrets(const DataSet& data_set) {
  return std::ranges::any_of(data_set.sql.columns(), &Column::secret);
}

platform::postgres::ServerError discreet(const DataSet& data_set, platform::postgres::ServerError error) {
  if (!has_secrets(data_set)) return error;
  const bool of_a_value = error.sqlstate.starts_with("22") || error.sqlstate.starts_with("P0");
  if (of_a_value) error.message = "the server refuses a row; its words may hold a secret";
  error.detail.clear();
  error.hint.clear();
  return error;
}

core::Expected<csv::Header> header_of(const SourceFile& file, const Table& table) {
  if (file.remote) return csv::Header{.names = remote_names(*file.remote, table)};
  auto reader = ContentReader::open(file.path, file.name);
  if (!reader) return std::unexpected(reader.error());
  if (file.format.kind == Format::Kind::text) return text_header(*reader, file);
  return file.format.kind == Format::Kind::csv ? csv_header(*reader, file) : json_header(*reader, file);
}

}  // namespace chandler::dataset
