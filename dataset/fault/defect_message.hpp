#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dataset/fault/failure.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/format/encoding.hpp"
#include "dataset/format/text_defect.hpp"

namespace chandler::dataset {

// What is wrong with any text file in the same way; empty: that is the format's own.
template <typename Fault>
std::string common_message(const TextDefect<Fault>& defect) {
  switch (defect.fault) {
    case Fault::empty:
      return "the file is empty: expected a line with the columns' names";
    case Fault::not_utf8:
      return "not UTF-8: " + describe_byte(static_cast<unsigned char>(defect.seen));
    case Fault::cut_character:
      return "the file ends in the middle of a character";
    case Fault::utf16:
      return "the file is in UTF-16, expected UTF-8";
    case Fault::utf32:
      return "the file is in UTF-32, expected UTF-8";
    case Fault::bare_return:
      return "a carriage return that does not end a line";
    default:
      return {};
  }
}

// At the record's line and, where that is known, its column.
template <typename Fault>
core::Error error_of_defect(const TextDefect<Fault>& defect, std::string code, const std::string& file,
                            std::span<const Column> columns, std::string message, std::string_view hint) {
  return {.code = std::move(code),
          .message = std::move(message),
          .where = text_of(RowPlace{.file = file, .line = defect.line}, column_named(columns, defect.field)),
          .hint = with_nothing_loaded(hint)};
}

}  // namespace chandler::dataset
