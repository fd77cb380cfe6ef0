#include "dataset/description/schema.hpp"

#include <nlohmann/json.hpp>

#include "dataset/description/fields.hpp"

namespace chandler::dataset::description {
namespace {

using nlohmann::ordered_json;

template <typename T>
ordered_json schema_of_fields();

template <typename Choice>
ordered_json one_of(Choice choice) {
  ordered_json all = ordered_json::array();
  for (const std::string_view word : words(choice)) all.push_back(word);
  return {{"enum", all}};
}

// A number or a boolean that stands for a text is one in YAML, too.
ordered_json any_text() {
  return {{"type", {"string", "number", "boolean"}}};
}

struct Grammar {
  ordered_json operator()(const std::string& /*type*/) const { return {{"type", "string"}, {"minLength", 1}}; }
  ordered_json operator()(const std::optional<std::string>& /*type*/) const { return any_text(); }
  ordered_json operator()(bool /*type*/) const { return {{"type", "boolean"}}; }
  ordered_json operator()(const std::optional<bool>& /*type*/) const { return {{"type", "boolean"}}; }
  ordered_json operator()(std::int64_t /*type*/) const { return {{"const", 1}}; }
  ordered_json operator()(const std::optional<std::int64_t>& /*type*/) const {
    return {{"type", "integer"}, {"minimum", 0}};
  }
  ordered_json operator()(const std::optional<char>& /*type*/) const {
    return {{"type", "string"}, {"pattern", "^[^A-Za-z0-9\\r\\n\\u0000\\u0080-\\uFFFF]$"}};
  }
  ordered_json operator()(const std::optional<Mode>& /*type*/) const { return one_of(Mode{}); }
  ordered_json operator()(const std::optional<FileFormat>& /*type*/) const { return one_of(FileFormat{}); }
  ordered_json operator()(const std::optional<core::text::Percentage>& /*type*/) const {
    return {{"type", "string"}, {"pattern", "^[0-9]+(\\.[0-9]+)?%$"}};
  }
  ordered_json operator()(const std::optional<std::chrono::milliseconds>& /*type*/) const {
    return {{"type", "string"}, {"pattern", "^([0-9]+(h|ms|m|s))+$"}};
  }
  ordered_json operator()(const std::vector<std::string>& /*type*/) const {
    return {{"type", "array"}, {"minItems", 1}, {"items", {{"type", "string"}, {"minLength", 1}}}};
  }
  ordered_json operator()(const std::vector<EntryColumn>& /*type*/) const {
    ordered_json column = ordered_json::array();
    column.push_back({{"type", "string"}, {"minLength", 1}});
    column.push_back(schema_of_fields<EntryColumn>());
    return {{"type", "array"}, {"items", {{"anyOf", column}}}};
  }
  ordered_json operator()(const std::vector<Entry>& /*type*/) const {
    return {{"type", "array"}, {"items", schema_of_fields<Entry>()}};
  }
};

template <typename T>
ordered_json schema_of_fields() {
  ordered_json properties = ordered_json::object();
  ordered_json required = ordered_json::array();
  const T example{};
  for (const Field<T>& field : fields<T>()) {
    ordered_json property = {{"description", field.meaning}};
    property.update(std::visit([&](auto member) { return Grammar{}(example.*member); }, field.member));
    properties[std::string(field.name)] = std::move(property);
    if (field.required) required.push_back(field.name);
  }
  ordered_json out = {{"type", "object"}, {"additionalProperties", false}};
  if (!required.empty()) out["required"] = std::move(required);
  out["properties"] = std::move(properties);
  return out;
}

}  // namespace

std::string schema() {
  ordered_json out = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", "load.yaml of chandler load and chandler refresh"}};
  out.update(schema_of_fields<Description>());
  return out.dump(2) + "\n";
}

}  // namespace chandler::dataset::description
