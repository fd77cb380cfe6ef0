#pragma once

#include <string>
#include <string_view>

namespace chandler::platform::postgres {

// As PostgreSQL's quote_ident with quotes always on: "a""b".
std::string quote_identifier(std::string_view name);

// As quote_literal: right whatever standard_conforming_strings says.
std::string quote_literal(std::string_view text);

// "schema"."table"
std::string qualified(std::string_view schema, std::string_view table);

}  // namespace chandler::platform::postgres
