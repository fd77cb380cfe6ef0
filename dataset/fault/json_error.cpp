#include "dataset/fault/json_error.hpp"

#include <format>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/nearest.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/format/encoding.hpp"

namespace chandler::dataset {
namespace {

using json::Defect;
using json::Fault;

std::string found(const Defect& defect) {
  return defect.text.empty() ? std::string("the end of the file") : shown(defect.text);
}

std::string message_of(const Defect& defect) {
  switch (defect.fault) {
    case Fault::not_an_array:
      return std::format("expected an array of objects, which begins with \"[\", found {}", found(defect));
    case Fault::not_an_object:
      return std::format("expected an object, which begins with \"{{\", found {}", found(defect));
    case Fault::no_comma:
      return std::format("expected a comma or the array's end behind an object, found {}", found(defect));
    case Fault::more_behind:
      return defect.text.empty() ? "something follows the object's end"
                                 : std::format("something follows the array's end: {}", found(defect));
    case Fault::cut_off:
      return "the file ends before the array does";
    case Fault::bad_bracket:
      return std::format("a bracket of another kind is closed by {}", found(defect));
    case Fault::no_keys:
      return "the first object has no keys, which name the columns";
    case Fault::too_long:
      return "the object is larger than 16 MiB";
    case Fault::utf16:
      return "the file is in UTF-16, expected UTF-8";
    case Fault::utf32:
      return "the file is in UTF-32, expected UTF-8";
    case Fault::not_utf8:
      return "not UTF-8: " + describe_byte(defect.byte);
    case Fault::too_deep:
      return "nested deeper than 500 levels";
    case Fault::bad_syntax:
      return "no JSON: " + defect.text;
    case Fault::bad_number:
      return std::format("{} is not a number as JSON writes it", shown(defect.text));
    case Fault::nul:
      return "the text holds \\u0000, which PostgreSQL's text cannot hold";
    case Fault::duplicate_key:
      return std::format("the key {} stands in the object twice", shown(defect.key));
    case Fault::unknown_key:
      return std::format("the key {} is not among those of the first object", shown(defect.key));
  }
  return "not JSON";
}

std::string hint_of(const Defect& defect, std::span<const std::string> keys) {
  switch (defect.fault) {
    case Fault::not_an_array:
      return defect.text == "{" ? "A file with an object a line is named .ndjson" : "";
    case Fault::not_an_object:
      return defect.text == "[" && defect.element == 0 ? "A file with an array of objects is named .json" : "";
    case Fault::cut_off:
      return "Is the file whole?";
    case Fault::utf16:
      return "Convert the file: iconv -f UTF-16 -t UTF-8";
    case Fault::utf32:
      return "Convert the file: iconv -f UTF-32 -t UTF-8";
    case Fault::not_utf8:
      return defect.byte == 0 ? "" : "Convert the file: iconv -f WINDOWS-1252 -t UTF-8";
    case Fault::nul:
      return "Take it out";
    case Fault::unknown_key: {
      const std::vector<std::string_view> names(keys.begin(), keys.end());
      const std::string_view near = core::text::nearest(defect.key, names);
      return near.empty() ? "The first object names the columns: give it this key too, with null"
                          : std::format("Did you mean {}?", near);
    }
    default:
      return "";
  }
}

bool names_a_column(const Defect& defect) {
  return !defect.key.empty() && defect.fault != Fault::unknown_key && defect.fault != Fault::duplicate_key;
}

}  // namespace

core::Error defect_error(const Defect& defect, const std::string& file, std::span<const std::string> keys) {
  const std::string hint = hint_of(defect, keys);
  return {.code = "load.bad_json",
          .message = message_of(defect),
          .where = text_of({.file = file, .line = defect.line, .element = defect.element},
                           names_a_column(defect) ? std::string_view(defect.key) : std::string_view()),
          .hint = with_nothing_loaded(hint)};
}

}  // namespace chandler::dataset
