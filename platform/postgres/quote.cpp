#include "platform/postgres/quote.hpp"

namespace chandler::platform::postgres {
namespace {

std::string doubled(std::string_view text, std::string_view characters, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (characters.contains(c)) out += c;
    out += c;
  }
  return out += quote;
}

}  // namespace

std::string quote_identifier(std::string_view name) {
  return doubled(name, "\"", '"');
}

std::string quote_literal(std::string_view text) {
  const bool escapes = text.contains('\\');
  return (escapes ? "E" : "") + doubled(text, "'\\", '\'');
}

std::string qualified(std::string_view schema, std::string_view table) {
  return quote_identifier(schema) + '.' + quote_identifier(table);
}

}  // namespace chandler::platform::postgres
