#pragma once

#include <expected>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "dataset/json/defect.hpp"

// Only for row_reader.cpp and value.cpp: the header beneath is a heavy one.
namespace chandler::dataset::json {

using simdjson::ondemand::value;

Defect defect_of(simdjson::error_code error);

// A number's text, as it is written. simdjson does not look at numbers that nobody asks for as such.
std::expected<std::string_view, Defect> number_text(value& number);

// JSON without blanks between tokens, which are as they are written.
std::expected<void, Defect> write_json(value& from, std::string& to, std::size_t depth = 0);

// PostgreSQL's array literal. `json_elements`: each element is JSON, arrays too.
std::expected<void, Defect> write_array(value& from, std::string& to, bool json_elements, std::size_t depth = 0);

}  // namespace chandler::dataset::json
