#include "dataset/fault/text_error.hpp"

#include <format>

#include "core/text/counted.hpp"
#include "dataset/fault/defect_message.hpp"

namespace chandler::dataset {
namespace {

using copy_text::Defect;
using copy_text::Fault;
using core::text::counted;

std::string message_of(const Defect& defect) {
  switch (defect.fault) {
    case Fault::header_too_long:
      return "no line end within the first MiB: is it in COPY's text format?";
    case Fault::cut_escape:
      return "the file ends behind a backslash";
    case Fault::bare_newline:
      return "a newline without a carriage return, though the first line ends with one";
    case Fault::column_count:
      return std::format("the row has {} where there are {}", counted(defect.seen, "value"),
                         counted(defect.expected, "column"));
    case Fault::end_in_row:
      return "\\. is not alone on its line";
    case Fault::behind_end:
      return "something follows the line \\., which ends the data";
    default:
      return common_message(defect);
  }
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
  return error_of_defect(defect, "load.bad_text", file, columns, message_of(defect), hint_of(defect));
}

}  // namespace chandler::dataset
