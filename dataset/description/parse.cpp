#include "dataset/description/parse.hpp"

#include <algorithm>
#include <format>
#include <utility>
#include <vector>

#include "core/text/nearest.hpp"
#include "dataset/description/check.hpp"
#include "dataset/description/value.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/row_error.hpp"
#include "platform/yaml/documents.hpp"

namespace chandler::dataset::description {
namespace {

constexpr std::string_view place(const Description& /*kind*/) {
  return "load.yaml";
}
constexpr std::string_view place(const Entry& /*kind*/) {
  return "a data set";
}
constexpr std::string_view place(const EntryColumn& /*kind*/) {
  return "a column";
}

// YAML takes `null` without quotes for no text at all, as a key as well.
std::string key_of(const YAML::Node& node) {
  if (node.IsNull()) return "null";
  if (!node.IsScalar()) refuse(node, std::format("expected a key, found {}", found(node)));
  return node.Scalar();
}

template <typename T>
[[noreturn]] void refuse_key(const YAML::Node& at, const std::string& key, const T& kind) {
  std::vector<std::string_view> names;
  for (const auto& field : fields<T>()) names.push_back(field.name);
  const std::string_view near = core::text::nearest(key, names);
  std::string hint = near.empty() ? "It has" : std::format("Did you mean {}?", near);
  if (near.empty()) {
    for (const std::string_view name : names) hint += std::format("{} {}", name == names.front() ? "" : ",", name);
  }
  refuse(at, std::format("{} has no key {}", place(kind), shown(key)), hint);
}

template <typename T>
void read_mapping(const YAML::Node& node, T& into) {
  if (!node.IsMap()) refuse(node, std::format("expected {} with keys, found {}", place(into), found(node)));
  std::vector<std::string> seen;
  for (const auto& pair : node) {
    const std::string key = key_of(pair.first);
    const auto field = std::ranges::find(fields<T>(), key, &Field<T>::name);
    if (field == fields<T>().end()) refuse_key(pair.first, key, into);
    if (std::ranges::contains(seen, key)) refuse(pair.first, std::format("the key {} stands here twice", shown(key)));
    seen.push_back(key);
    std::visit([&](auto member) { read(pair.second, into.*member); }, field->member);
  }
  for (const auto& field : fields<T>()) {
    if (field.required && !std::ranges::contains(seen, field.name))
      refuse(node, std::format("{} lacks {}", place(into), field.name), field.meaning);
  }
}

}  // namespace

// "name" is short for {from: name}; without a header, where `from` means nothing, for {to: name}.
void read(const YAML::Node& node, std::vector<EntryColumn>& into) {
  if (!node.IsSequence()) refuse(node, std::format("expected a list of columns, found {}", found(node)));
  for (const YAML::Node& item : node) {
    EntryColumn& column = into.emplace_back();
    column.mark = mark_of(item);
    if (item.IsScalar()) {
      read(item, column.from);
    } else {
      read_mapping(item, column);
    }
  }
}

void read(const YAML::Node& node, std::vector<Entry>& into) {
  if (!node.IsSequence()) refuse(node, std::format("expected a list of data sets, found {}", found(node)));
  for (const YAML::Node& item : node) {
    Entry& entry = into.emplace_back();
    entry.mark = mark_of(item);
    read_mapping(item, entry);
    if (entry.header != false) continue;
    for (EntryColumn& column : entry.columns) {
      if (!column.skip && column.to.empty()) std::swap(column.from, column.to);
    }
  }
}

core::Error refusal(const Mark& mark, std::string message, std::string_view hint) {
  return {.code = "load.bad_description",
          .message = std::move(message),
          .where = std::format("{}:{}:{}", file_name, mark.line, mark.column),
          .hint = with_nothing_loaded(hint)};
}

core::Expected<Description> parse(std::string_view text) {
  if (text.size() > longest_text) return std::unexpected(refusal({1, 1}, "it is larger than 1 MiB"));
  try {
    if (const std::size_t documents = platform::yaml::count_documents(text, 2); documents != 1)
      return std::unexpected(refusal({1, 1}, std::format("expected one document, found {}", documents)));
    Description description;
    read_mapping(YAML::Load(std::string(text)), description);
    if (auto checked = check(description); !checked) return std::unexpected(checked.error());
    return description;
  } catch (const Refused& refused) {
    return std::unexpected(refused.error);
  } catch (const YAML::Exception& error) {
    const Mark mark = error.mark.is_null() ? Mark{1, 1}
                                           : Mark{static_cast<std::size_t>(error.mark.line) + 1,
                                                  static_cast<std::size_t>(error.mark.column) + 1};
    return std::unexpected(refusal(mark, "no YAML: " + error.msg));
  }
}

}  // namespace chandler::dataset::description
