#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace chandler::tests {

// What in `value` is not as `schema` says, a line each: "/items/0/state: 'Fine' is none of …". Knows what our documents
// use of JSON Schema 2020-12 ($ref within `document`, type, properties, required, additionalProperties, items, enum,
// const, oneOf, minimum, maximum, minLength, maxLength), and fails on any other keyword that would decide something.
std::vector<std::string> mismatches(const nlohmann::json& value, const nlohmann::json& schema,
                                    const nlohmann::json& document);

}  // namespace chandler::tests
