#include "tests/support/api/schema.hpp"

#include <algorithm>
#include <format>
#include <set>

#include <nlohmann/json.hpp>

namespace chandler::tests {
namespace {

using nlohmann::json;

bool is_of_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "number") return value.is_number();
  return type == "integer" && value.is_number_integer();
}

class Check {
 public:
  explicit Check(const json& document) : document_(document) {}

  void value(const json& value, const json& schema, const std::string& where) {
    static const std::set<std::string> known{"$ref",    "type",      "properties", "required", "additionalProperties",
                                             "items",   "enum",      "const",      "oneOf",    "minimum",
                                             "maximum", "minLength", "maxLength",  "default",  "description",
                                             "format",  "title",     "$schema",    "$defs"};
    for (const auto& [keyword, ignored] : schema.items()) {
      if (!known.contains(keyword)) say(where, "the schema's keyword " + keyword + " is not known here");
    }
    if (schema.contains("$ref")) {
      const auto pointer = schema.at("$ref").get<std::string>().substr(1);
      this->value(value, document_.at(json::json_pointer(pointer)), where);
    }
    if (schema.contains("type") && !is_of_type(value, schema.at("type").get<std::string>())) {
      return say(where, std::format("{} is no {}", value.dump(), schema.at("type").dump()));
    }
    if (schema.contains("enum") && !std::ranges::contains(schema.at("enum"), value)) {
      say(where, std::format("{} is none of {}", value.dump(), schema.at("enum").dump()));
    }
    if (schema.contains("const") && schema.at("const") != value) say(where, value.dump() + " is another");
    if (schema.contains("oneOf")) one_of(value, schema.at("oneOf"), where);
    if (value.is_number_integer()) number(value, schema, where);
    if (value.is_string()) text(value, schema, where);
    if (value.is_object()) object(value, schema, where);
    if (value.is_array() && schema.contains("items")) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        this->value(value.at(i), schema.at("items"), std::format("{}/{}", where, i));
      }
    }
  }

  std::vector<std::string> found;

 private:
  void say(const std::string& where, const std::string& what) { found.push_back(where + ": " + what); }

  void one_of(const json& value, const json& choices, const std::string& where) {
    const auto fits = std::ranges::count_if(choices, [&](const json& choice) {
      Check check(document_);
      check.value(value, choice, where);
      return check.found.empty();
    });
    if (fits != 1) say(where, std::format("{} fits {} of the {} choices", value.dump(), fits, choices.size()));
  }

  void number(const json& value, const json& schema, const std::string& where) {
    const bool less = schema.contains("minimum") && value < schema.at("minimum");
    const bool more = schema.contains("maximum") && value > schema.at("maximum");
    if (less || more) say(where, value.dump() + " is out of range");
  }

  void text(const json& value, const json& schema, const std::string& where) {
    const auto length = value.get_ref<const std::string&>().size();
    const bool less = schema.contains("minLength") && length < schema.at("minLength").get<std::size_t>();
    const bool more = schema.contains("maxLength") && length > schema.at("maxLength").get<std::size_t>();
    if (less || more) say(where, "too short or too long");
    if (schema.value("format", "") == "date-time" && (length != 20 || value.get_ref<const std::string&>()[10] != 'T')) {
      say(where, value.dump() + " is no time");
    }
  }

  void object(const json& value, const json& schema, const std::string& where) {
    for (const json& name : schema.value("required", json::array())) {
      if (!value.contains(name.get<std::string>())) say(where, name.dump() + " is missing");
    }
    const json properties = schema.value("properties", json::object());
    for (const auto& [name, member] : value.items()) {
      if (properties.contains(name)) {
        this->value(member, properties.at(name), where + "/" + name);
        continue;
      }
      const json further = schema.value("additionalProperties", json(true));
      if (further.is_object()) this->value(member, further, where + "/" + name);
      if (further == false) say(where, name + " is not in the document");
    }
  }

  const json& document_;
};

}  // namespace

std::vector<std::string> mismatches(const json& value, const json& schema, const json& document) {
  Check check(document);
  check.value(value, schema, "");
  return std::move(check.found);
}

}  // namespace chandler::tests
