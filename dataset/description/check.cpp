#include "dataset/description/check.hpp"

#include <algorithm>
#include <format>

#include "dataset/description/parse.hpp"
#include "dataset/download/address.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/format/format.hpp"

namespace chandler::dataset::description {
namespace {

using Checked = core::Expected<void>;

std::unexpected<core::Error> refused(const Mark& mark, std::string message, std::string_view hint = {}) {
  return std::unexpected(refusal(mark, std::move(message), hint));
}

// The file's, also where that is at an address.
std::string name_of(const Entry& entry) {
  if (!core::text::looks_like_url(entry.file)) return entry.file;
  return parse_address(entry.file).transform([](const Address& address) { return address.file_name; }).value_or("");
}

bool is_csv(const Entry& entry) {
  if (entry.format) return *entry.format == FileFormat::csv || *entry.format == FileFormat::tsv;
  const auto named = dataset::format_of(name_of(entry));
  return !named || named->format.kind == Format::Kind::csv;
}

bool is_tsv(const Entry& entry) {
  if (entry.format) return *entry.format == FileFormat::tsv;
  const auto named = dataset::format_of(name_of(entry));
  return named && named->format.csv.delimiter == '\t';
}

// A backslash and what may follow one mean something else there.
Checked check_text(const Entry& entry) {
  if (entry.quote || entry.escape)
    return refused(entry.mark,
                   std::format("{} is in COPY's text format: quote and escape mean nothing there", entry.file));
  if (entry.delimiter && (*entry.delimiter == '\\' || *entry.delimiter == '.'))
    return refused(entry.mark, "COPY's text format takes no backslash and no point for its delimiter");
  if (entry.null && (entry.null->contains(entry.delimiter.value_or('\t')) || entry.null->contains('\n') ||
                     entry.null->contains('\r')))
    return refused(entry.mark, "null holds the delimiter or a line end");
  return {};
}

Checked check_header(const Entry& entry) {
  if (entry.header == false && entry.columns.empty())
    return refused(entry.mark, "header: false needs columns", "List all columns, in the file's order");
  return {};
}

Checked check_csv(const Entry& entry) {
  const bool options = entry.delimiter || entry.quote || entry.escape || entry.null || entry.header;
  if (options && !is_csv(entry)) {
    return refused(
        entry.mark,
        std::format("{} is not CSV: delimiter, quote, escape, null and header mean nothing there", entry.file));
  }
  const char delimiter = entry.delimiter.value_or(is_tsv(entry) ? '\t' : ',');
  const char quote = entry.quote.value_or('"');
  if (delimiter == quote) return refused(entry.mark, "delimiter and quote are the same character");
  if (entry.null && (entry.null->contains(delimiter) || entry.null->contains(quote) || entry.null->contains('\n') ||
                     entry.null->contains('\r'))) {
    return refused(entry.mark, "null holds the delimiter, the quote or a line end",
                   "Such a value cannot stand without quotes");
  }
  return {};
}

Checked check_column(const EntryColumn& column, bool numbered) {
  if (numbered && !column.from.empty()) {
    return refused(column.mark, "from means nothing without a header",
                   "The list has all columns, in the file's order: leave from out");
  }
  if (!numbered && column.from.empty())
    return refused(column.mark, "the column lacks from", "Which one of the file is it?");
  if (column.skip && (!column.to.empty() || !column.cast.empty() || column.otherwise || column.secret)) {
    return refused(column.mark, "skip: true excludes to, cast, default and secret");
  }
  if (numbered && !column.skip && column.to.empty())
    return refused(column.mark, "the column lacks to", "Without a header the table's column has to be named");
  return {};
}

Checked check_columns(const Entry& entry) {
  const bool numbered = entry.header == false;
  for (auto column = entry.columns.begin(); column != entry.columns.end(); ++column) {
    if (auto checked = check_column(*column, numbered); !checked) return checked;
    const auto twice = std::find_if(entry.columns.begin(), column, [&](const EntryColumn& other) {
      return (!column->from.empty() && other.from == column->from) || (!column->to.empty() && other.to == column->to);
    });
    if (twice != column) {
      return refused(column->mark, std::format("the column {} stands in the list twice",
                                               shown(column->from.empty() ? column->to : column->from)));
    }
  }
  return {};
}

bool is_script(const Entry& entry) {
  const auto named = dataset::format_of(name_of(entry));
  return !entry.format && named && named->format.kind == Format::Kind::sql;
}

Checked check_entry(const Entry& entry) {
  if (core::text::looks_like_url(entry.file)) {
    if (const auto address = parse_address(entry.file); !address)
      return refused(entry.mark, std::format("{}: {}", address.error().where, address.error().message));
  } else if (entry.file.contains('/') || entry.file.starts_with('.')) {
    return refused(entry.mark, std::format("{} is not the name of a file in the folder", shown(entry.file)),
                   "Or an address: https://…");
  }
  if (is_script(entry)) {
    if (entry == Entry{.file = entry.file, .mark = entry.mark}) return {};
    return refused(entry.mark, std::format("{} is a script of SQL: no key but file means anything for it", entry.file));
  }
  const bool text = entry.format == FileFormat::text;
  if (auto checked = text ? check_text(entry) : check_csv(entry); !checked) return checked;
  if (auto checked = check_header(entry); !checked) return checked;
  return check_columns(entry);
}

}  // namespace

Checked check(const Description& description) {
  if (description.version != 1) {
    return refused({1, 1}, std::format("version {} is not known to this program, which reads 1", description.version));
  }
  const auto& entries = description.data_sets;
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    if (auto checked = check_entry(*entry); !checked) return checked;
    const auto twice = std::ranges::find(entries.begin(), entry, entry->file, &Entry::file);
    if (twice == entry) continue;
    return refused(entry->mark, std::format("the file {} stands here a second time, first in line {}", entry->file,
                                            twice->mark.line));
  }
  return {};
}

}  // namespace chandler::dataset::description
