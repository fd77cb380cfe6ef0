#include "dataset/fault/text_error.hpp"

#include <format>

#include "core/text/counted.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/format/encoding.hpp"

namespace chandler::dataset {
namespace {

using copy_text::Defect;
using copy_text::Fault;
using core::text::counted;

std::string message_of(const Defect& defect) {
  switch (defect.fault) {
    case Fault::empty:
      return "the file is empty: expected a line with the columns' names";
    case Fault::header_too_long:
      return "no line end within the first MiB: is it in COPY's text format?";
    case Fault::not_utf8:
      return "not UTF-8: " + describe_byte(static_cast<unsigned char>(defect.seen));
    case Fault::cut_character:
      return "the file ends in the middle of a character";
    case Fault::utf16:
      return "the file is in UTF-16, expected UTF-8";
    case Fault::utf32:
      return "the file is in UTF-32, expected UTF-8";
    case Fault::cut_escape:
      return "the file ends behind a backslash";
    case Fault::bare_return:
      return "a carriage return that does not end a line";
    case Fault::bare_newline:
      return "a newline without a carriage return, though the first line ends with one";
    case Fault::column_count:
      return std::format("the row has {} where there are {}", counted(defect.seen, "value"),
                         counted(defect.expected, "column"));
    case Fault::end_in_row:
      return "\\. is not alone on its line";
    case Fault::behind_end:
      return "something follows the line \\., which ends the data";
  }
  return "not in COPY's text format";
}

std::string_view hint_of(const Defect& defect) {
  switch (defect.fault) {
    case Fault::not_utf8:
      return "Write it with SET client_encoding = 'UTF8', or convert it with iconv";
    case Fault::cut_character:
    case Fault::cut_escape:
      return "Is the file whole?";
    case Fault::bare_return:
    case Fault::bare_newline:
      return "Within values they are written \\r and \\n";
    case Fault::column_count:
      return "Is it another delimiter? Within values it is written behind a backslash";
    case Fault::end_in_row:
      return "A backslash in a value is written \\\\";
    case Fault::empty:
      return "If the first line is to be a row: header: false, and all columns in load.yaml";
    default:
      return "";
  }
}

}  // namespace

core::Error text_defect_error(const Defect& defect, const std::string& file, std::span<const Column> columns) {
  const bool named = defect.field > 0 && defect.field <= columns.size();
  const std::string_view column = named ? std::string_view(columns[defect.field - 1].name) : std::string_view();
  const std::string_view hint = hint_of(defect);
  return {.code = "load.bad_text",
          .message = message_of(defect),
          .where = text_of(RowPlace{.file = file, .line = defect.line}, column),
          .hint = hint.empty() ? std::string(nothing_loaded) : std::format("{} {}", nothing_loaded, hint)};
}

}  // namespace chandler::dataset
