#include "dataset/fault/row_error.hpp"

#include <format>
#include <utility>

#include "core/text/counted.hpp"
#include "core/text/utf8.hpp"
#include "dataset/fault/defect_message.hpp"
#include "dataset/fault/failure.hpp"

namespace chandler::dataset {
namespace {

using core::text::counted;
using csv::Defect;
using csv::Fault;
using platform::postgres::ServerError;

constexpr std::size_t longest_value = 60;

core::Error bad(std::string code, std::string where, std::string message, std::string_view hint) {
  return {.code = std::move(code),
          .message = std::move(message),
          .where = std::move(where),
          .hint = with_nothing_loaded(hint)};
}

std::string message_of(const Defect& defect) {
  switch (defect.fault) {
    case Fault::header_too_long:
      return "no line end within the first MiB: is it a CSV file?";
    case Fault::open_quote:
      return "a quote that is opened here is never closed";
    case Fault::bare_newline:
      return "a newline without a carriage return, though the header's line ends with one";
    case Fault::column_count:
      return std::format("the row has {}, the header names {}", counted(defect.seen, "value"),
                         counted(defect.expected, "column"));
    default:
      return common_message(defect);
  }
}

std::string_view hint_of(const Defect& defect) {
  switch (defect.fault) {
    case Fault::not_utf8:
      return defect.seen == 0 ? "Is it a CSV file?"
                              : "Convert the file: iconv -f WINDOWS-1252 -t UTF-8, if it came from a spreadsheet";
    case Fault::cut_character:
      return "Is the file whole?";
    case Fault::utf16:
      return "Convert the file: iconv -f UTF-16 -t UTF-8";
    case Fault::utf32:
      return "Convert the file: iconv -f UTF-32 -t UTF-8";
    case Fault::open_quote:
      return "Inside quotes a quote is written twice: \"\"";
    case Fault::bare_return:
    case Fault::bare_newline:
      return "Put values with line ends in quotes, and end all lines alike";
    case Fault::column_count:
      if (defect.seen == 1 && defect.expected > 1)
        return "Is the line empty, or another separator than the comma in use?";
      return defect.seen > defect.expected ? "A value with a comma belongs in quotes"
                                           : "An empty value still needs its comma";
    case Fault::empty:
    case Fault::header_too_long:
      return "";
  }
  return "";
}

// The server repeats the value at the end of its message.
std::string without_value(std::string_view message) {
  const std::size_t at = message.find(": \"");
  return std::string(message.substr(0, at));
}

std::string_view hint_for(std::string_view type, const std::optional<std::string>& value) {
  if (!value || value->empty()) return "NULL is an empty value without quotes";
  const bool number = type.starts_with("numeric") || type.starts_with("double") || type == "real";
  if (number && value->contains(',')) return "Decimals take a point and no thousands separator: 1234.50";
  if (type.starts_with("date") || type.starts_with("timestamp"))
    return "Dates are written 2026-11-21, times 2026-11-21 10:00:00+00";
  if (type == "boolean") return "Write true or false";
  return "";
}

}  // namespace

std::string text_of(const RowPlace& place, std::string_view column) {
  std::string out = place.file;
  if (place.element > 0) {
    out += std::format(": element {}", place.element);
    if (place.line > 0) out += std::format(" (line {})", place.line);
  } else if (place.row > 0) {
    out += std::format(": row {}", place.row);
  } else if (place.line > 0) {
    out += std::format(":{}", place.line);
  }
  if (!column.empty()) out += std::format(", column {}", column);
  return out;
}

std::string number_of(const RowPlace& place) {
  if (place.element > 0) return std::format("element {}", place.element);
  return place.row > 0 ? std::format("row {}", place.row) : std::format("line {}", place.line);
}

std::string shown(std::string_view value) {
  std::string out = "\"";
  bool cut = false;
  for (std::size_t i = 0; i < value.size() && !cut; ++i) {
    const auto byte = static_cast<unsigned char>(value[i]);
    cut = out.size() > longest_value && core::text::starts_character(value[i]);
    if (cut) break;
    if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\r') {
      out += "\\r";
    } else if (byte == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += std::format("\\x{:02X}", byte);
    } else {
      out += value[i];
    }
  }
  return out += cut ? "…\"" : "\"";
}

std::string_view column_named(std::span<const Column> columns, std::size_t field) {
  return field > 0 && field <= columns.size() ? std::string_view(columns[field - 1].name) : std::string_view();
}

core::Error defect_error(const Defect& defect, const std::string& file, std::span<const Column> columns) {
  return error_of_defect(defect, "load.bad_csv", file, columns, message_of(defect), hint_of(defect));
}

core::Error value_error(const ServerError& error, const RowPlace& place, const Column& column,
                        const std::optional<std::string>& value) {
  std::string seen = value ? shown(*value) : std::string("NULL");
  std::string why = without_value(error.message);
  if (!error.detail.empty()) why += ": " + error.detail;
  if (column.secret) {
    seen = "a hidden value";
    why = error.sqlstate == "22P02" ? "invalid input syntax" : "the server refuses it";
  }
  core::Error out = bad("load.bad_value", text_of(place, column.name),
                        std::format("{} is not a {}: {}", seen, column.type, why), hint_for(column.type, value));
  out.sqlstate = error.sqlstate;
  return out;
}

core::Error row_error(const ServerError& error, const RowPlace& place, std::string_view column, bool secrets) {
  core::Error out = bad("load.bad_row", text_of(place, column), error.message, {});
  out.sqlstate = error.sqlstate;
  if (error.is("23502")) {
    out.message = "no value, but the column is NOT NULL";
    out.hint += " A value that is empty but not NULL is written \"\"";
  } else if (error.is("23514")) {
    out.message = error.message;  // the detail repeats the whole row
  } else if (secrets) {
    // A constraint's message names it and no value; a trigger's may be anything.
    if (!error.sqlstate.starts_with("23")) out.message = "the server refuses the row; its words may hold a secret";
    return out;
  } else if (!error.detail.empty()) {
    out.message = std::format("{}: {}", error.message, error.detail);
  }
  if (!error.hint.empty()) out.hint += " " + error.hint;
  return out;
}

core::Error duplicate_error(const RowPlace& place, const RowPlace& earlier, const std::string& key) {
  return bad("load.duplicate_key", text_of(place), std::format("the same key as in {}: {}", number_of(earlier), key),
             "The primary key tells rows apart: keep one of them");
}

}  // namespace chandler::dataset
