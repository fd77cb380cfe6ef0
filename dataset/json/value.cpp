#include "dataset/json/value.hpp"

#include "dataset/json/splitter.hpp"

namespace chandler::dataset::json {
namespace {

using simdjson::ondemand::array;
using simdjson::ondemand::json_type;
using simdjson::ondemand::object;

bool digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t digits(std::string_view text, std::size_t at) {
  while (at < text.size() && digit(text[at])) ++at;
  return at;
}

// RFC 8259, section 6.
bool is_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits(text, at);
  if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = digits(text, at + 1);
    if (fraction == at + 1) return false;
    at = fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = digits(text, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == text.size();
}

std::string_view trimmed(std::string_view token) {
  const std::size_t last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last + 1);
}

std::unexpected<Defect> failed(simdjson::error_code error) {
  return std::unexpected(defect_of(error));
}

void append_quoted(std::string& to, std::string_view text) {
  to += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') to += '\\';
    to += c;
  }
  to += '"';
}

std::expected<void, Defect> write_members(value& from, std::string& to, std::size_t depth) {
  object members;
  if (auto error = from.get_object().get(members); error != simdjson::SUCCESS) return failed(error);
  to += '{';
  bool first = true;
  for (auto each : members) {
    simdjson::ondemand::field field;
    if (auto error = std::move(each).get(field); error != simdjson::SUCCESS) return failed(error);
    if (!first) to += ',';
    first = false;
    to += trimmed(field.key_raw_json_token());
    std::string_view key;
    if (auto error = field.unescaped_key().get(key); error != simdjson::SUCCESS) return failed(error);
    to += ':';
    if (auto written = write_json(field.value(), to, depth + 1); !written) return written;
  }
  to += '}';
  return {};
}

// Calls `write` for each element, and puts commas between.
template <typename Write>
std::expected<void, Defect> write_each(value& from, std::string& to, Write write) {
  array elements;
  if (auto error = from.get_array().get(elements); error != simdjson::SUCCESS) return failed(error);
  bool first = true;
  for (auto each : elements) {
    value element;
    if (auto error = std::move(each).get(element); error != simdjson::SUCCESS) return failed(error);
    if (!first) to += ',';
    first = false;
    if (auto written = write(element); !written) return written;
  }
  return {};
}

std::expected<void, Defect> write_elements(value& from, std::string& to, std::size_t depth) {
  to += '[';
  auto written = write_each(from, to, [&](value& element) { return write_json(element, to, depth + 1); });
  to += ']';
  return written;
}

std::expected<void, Defect> write_literal(value& from, json_type type, std::string& to) {
  if (type == json_type::null) {
    bool null = false;
    if (auto error = from.is_null().get(null); error != simdjson::SUCCESS) return failed(error);
    to += "null";
    return {};
  }
  bool yes = false;
  if (auto error = from.get_bool().get(yes); error != simdjson::SUCCESS) return failed(error);
  to += yes ? "true" : "false";
  return {};
}

std::expected<void, Defect> write_string(value& from, std::string& to) {
  to += trimmed(from.raw_json_token());
  std::string_view text;  // asked for to have its escapes checked
  if (auto error = from.get_string().get(text); error != simdjson::SUCCESS) return failed(error);
  return {};
}

std::expected<void, Defect> write_array_element(value& from, std::string& to, bool json_elements, std::size_t depth) {
  json_type type{};
  if (auto error = from.type().get(type); error != simdjson::SUCCESS) return failed(error);
  if (type == json_type::null) {
    std::string checked;
    if (auto written = write_literal(from, type, checked); !written) return written;
    to += "NULL";
    return {};
  }
  if (type == json_type::array && !json_elements) return write_array(from, to, false, depth + 1);
  if (type == json_type::string && !json_elements) {
    std::string_view text;
    if (auto error = from.get_string().get(text); error != simdjson::SUCCESS) return failed(error);
    if (text.contains('\0')) return std::unexpected(Defect{.fault = Fault::nul});
    append_quoted(to, text);
    return {};
  }
  std::string json;
  if (auto written = write_json(from, json, depth + 1); !written) return written;
  append_quoted(to, json);
  return {};
}

}  // namespace

Defect defect_of(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return {.fault = Fault::not_utf8};
    case simdjson::DEPTH_ERROR:
      return {.fault = Fault::too_deep};
    case simdjson::UNESCAPED_CHARS:
      return {.fault = Fault::bad_syntax,
              .text = "a control character within a string, which JSON writes \\n, \\t or \\u…"};
    case simdjson::UNCLOSED_STRING:
      return {.fault = Fault::bad_syntax, .text = "a string that is never closed"};
    case simdjson::STRING_ERROR:
      return {.fault = Fault::bad_syntax, .text = "a wrong escape within a string"};
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return {.fault = Fault::bad_syntax, .text = "a bracket that is never closed, or a comma too few"};
    case simdjson::N_ATOM_ERROR:
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::INCORRECT_TYPE:
      return {.fault = Fault::bad_syntax, .text = "a word that is not true, false or null"};
    default:
      return {.fault = Fault::bad_syntax, .text = "a comma, a colon, a quote or a bracket is missing or too many"};
  }
}

std::expected<std::string_view, Defect> number_text(value& number) {
  const std::string_view text = trimmed(number.raw_json_token());
  if (!is_number(text)) return std::unexpected(Defect{.fault = Fault::bad_number, .text = std::string(text)});
  return text;
}

std::expected<void, Defect> write_json(value& from, std::string& to, std::size_t depth) {
  if (depth > deepest) return std::unexpected(Defect{.fault = Fault::too_deep});
  json_type type{};
  if (auto error = from.type().get(type); error != simdjson::SUCCESS) return failed(error);
  switch (type) {
    case json_type::object:
      return write_members(from, to, depth);
    case json_type::array:
      return write_elements(from, to, depth);
    case json_type::string:
      return write_string(from, to);
    case json_type::number: {
      const auto text = number_text(from);
      if (!text) return std::unexpected(text.error());
      to += *text;
      return {};
    }
    case json_type::boolean:
    case json_type::null:
      return write_literal(from, type, to);
    default:
      return failed(simdjson::TAPE_ERROR);
  }
}

std::expected<void, Defect> write_array(value& from, std::string& to, bool json_elements, std::size_t depth) {
  if (depth > deepest) return std::unexpected(Defect{.fault = Fault::too_deep});
  to += '{';
  auto written =
      write_each(from, to, [&](value& element) { return write_array_element(element, to, json_elements, depth); });
  to += '}';
  return written;
}

}  // namespace chandler::dataset::json
