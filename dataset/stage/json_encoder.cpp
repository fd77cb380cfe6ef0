#include "dataset/stage/json_encoder.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "dataset/fault/json_error.hpp"

namespace chandler::dataset {
namespace {

// Source of the escapes: https://www.postgresql.org/docs/17/sql-copy.html, "Text Format".
void append_escaped(std::string& to, std::string_view text) {
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const char letter = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c == '\\' ? '\\' : '\0';
    if (letter == '\0') continue;
    to += text.substr(kept, at - kept);
    to += '\\';
    to += letter;
    kept = at + 1;
  }
  to += text.substr(kept);
}

std::optional<std::string> unescaped(std::string_view value) {
  if (value == "\\N") return std::nullopt;
  std::string out;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] != '\\') {
      out += value[at];
      continue;
    }
    const char letter = value[++at];  // an escape is never alone
    out += letter == 'n' ? '\n' : letter == 'r' ? '\r' : letter == 't' ? '\t' : letter;
  }
  return out;
}

json::Shape shape_of(const Column& column) {
  switch (column.kind) {
    case ValueKind::json:
      return json::Shape::json;
    case ValueKind::array:
      return json::Shape::array;
    case ValueKind::json_array:
      return json::Shape::json_array;
    case ValueKind::other:
      break;
  }
  return json::Shape::text;
}

}  // namespace

std::vector<json::Target> json_targets(const DataSet& data_set) {
  std::vector<json::Target> targets;
  const std::vector<Column> columns = copied_columns(data_set);
  const auto& names = data_set.header.names;  // none: the file has no rows
  targets.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) targets.push_back({names[i], shape_of(columns[i])});
  return targets;
}

JsonEncoder::Rows::Rows(const DataSet& data_set, Into into)
    : numbered_(into == Into::stage),
      elements_(data_set.file.format.kind == Format::Kind::json),
      reader_(json_targets(data_set)) {}

void JsonEncoder::Rows::begin(std::uint64_t line) {
  line_ = line;
  object_.clear();
}

void JsonEncoder::Rows::end(std::uint64_t server_line) {
  if (defect) return;
  const auto row = reader_.read(object_);
  if (!row) return wrong(row.error(), server_line);
  const std::uint64_t number = elements_ ? server_line : line_;
  bool first = !numbered_;
  std::string& to = text.bytes;
  if (numbered_) to += std::to_string(number);
  for (const auto& value : *row) {
    if (!first) to += '\t';
    first = false;
    if (value) {
      append_escaped(to, *value);
    } else {
      to += "\\N";
    }
  }
  to += '\n';
  text.end_record(server_line);
  if (watcher != nullptr) watcher->row({.end = to.size(), .number = number, .server_line = ++good_});
}

void JsonEncoder::Rows::wrong(json::Defect found, std::uint64_t server_line) {
  found.line = line_;
  found.element = elements_ ? server_line : 0;
  if (told) {
    told(found, elements_ ? server_line : line_);
  } else {
    defect = std::move(found);
  }
}

JsonEncoder::JsonEncoder(const DataSet& data_set, Into into)
    : data_set_(data_set), rows_(data_set, into), splitter_(json::make_splitter(data_set.file.format.kind, rows_)) {}

core::Expected<void> JsonEncoder::feed(std::string_view piece) {
  return told(splitter_->feed(piece));
}

core::Expected<void> JsonEncoder::finish() {
  return told(splitter_->finish());
}

// A wrong row stands before a wrong border.
core::Expected<void> JsonEncoder::told(const std::expected<void, json::Defect>& took) const {
  if (!rows_.defect && took) return {};
  return std::unexpected(error_of(rows_.defect ? *rows_.defect : took.error()));
}

core::Error JsonEncoder::error_of(json::Defect defect) const {
  const auto& names = data_set_.header.names;
  const auto place = static_cast<std::size_t>(std::ranges::find(names, defect.key) - names.begin());
  if (place < names.size() && copied_columns(data_set_)[place].secret) defect.text = "a hidden value";
  return defect_error(defect, data_set_.file.name, names);
}

void JsonEncoder::watch(RowWatcher& watcher) {
  rows_.watcher = &watcher;
  rows_.told = [this, &watcher](const json::Defect& defect, std::uint64_t number) {
    watcher.wrong({.error = error_of(defect), .number = number, .column = defect.key});
  };
  splitter_->take_any_line();
}

std::vector<std::optional<std::string>> JsonEncoder::values_of(std::string_view row) const {
  std::vector<std::optional<std::string>> values;
  while (row.ends_with('\n')) row.remove_suffix(1);
  for (const auto value : row | std::views::split('\t') | std::views::drop(1))
    values.push_back(unescaped(std::string_view(value)));
  return values;
}

}  // namespace chandler::dataset
