#include "core/injection/diff.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/injection/document.hpp"

namespace chandler::core::injection {
namespace {

using nlohmann::json;
using Identities = std::vector<std::string_view>;

constexpr std::size_t absent = static_cast<std::size_t>(-1);

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// RFC 6901: "~" and "/" inside a step are escaped.
std::string step(std::string_view key) {
  std::string escaped = "/";
  for (const char c : key) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

class Patch {
 public:
  void add(const std::string& path, const json& value) { write("add", path, &value); }
  void replace(const std::string& path, const json& value) { write("replace", path, &value); }
  void remove(const std::string& path) { write("remove", path, nullptr); }

  std::string take() && {
    if (!text_.empty()) text_ += ']';
    return std::move(text_);
  }

 private:
  void write(std::string_view operation, const std::string& path, const json* value) {
    text_ += text_.empty() ? '[' : ',';
    text_ += std::format(R"({{"op":"{}","path":{})", operation, dump(json(path)));
    if (value != nullptr) text_.append(R"(,"value":)").append(dump(*value));
    text_ += '}';
  }

  std::string text_;
};

// What tells the elements apart, or nullopt when not every element has it, or two share it.
std::optional<Identities> identities(const json& array, std::string_view key) {
  Identities all;
  all.reserve(array.size());
  for (const json& element : array) {
    const auto identity = find_text(element, {key});
    if (!identity || std::ranges::contains(all, *identity)) return std::nullopt;
    all.push_back(*identity);
  }
  return all;
}

// Marks the elements of a longest rising subsequence: those that can stay where they are.
std::vector<bool> longest_rising(const std::vector<std::size_t>& values) {
  std::vector<std::size_t> length(values.size(), 0);
  std::vector<std::size_t> previous(values.size(), absent);
  std::size_t best = absent;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == absent) continue;
    length[i] = 1;
    for (std::size_t j = 0; j < i; ++j) {
      if (values[j] != absent && values[j] < values[i] && length[j] + 1 > length[i]) {
        length[i] = length[j] + 1;
        previous[i] = j;
      }
    }
    if (best == absent || length[i] > length[best]) best = i;
  }
  std::vector<bool> marked(values.size(), false);
  for (std::size_t i = best; i != absent; i = previous[i]) marked[i] = true;
  return marked;
}

void compare(const json& from, const json& to, const std::string& path, Patch& patch);

void compare_named(const json& from, const Identities& from_names, const json& to, const Identities& to_names,
                   const std::string& path, Patch& patch) {
  std::vector<std::size_t> target;
  for (const std::string_view name : from_names) {
    const auto found = std::ranges::find(to_names, name);
    target.push_back(found == to_names.end() ? absent : static_cast<std::size_t>(found - to_names.begin()));
  }
  const std::vector<bool> stays = longest_rising(target);
  std::vector<std::size_t> source(to.size(), absent);
  for (std::size_t i = from.size(); i-- > 0;) {
    if (stays[i]) {
      source[target[i]] = i;
    } else {
      patch.remove(std::format("{}/{}", path, i));
    }
  }
  for (std::size_t i = 0; i < to.size(); ++i) {
    const std::string at = std::format("{}/{}", path, i);
    if (source[i] == absent) {
      patch.add(at, to[i]);
    } else {
      compare(from[source[i]], to[i], at, patch);
    }
  }
}

void compare_arrays(const json& from, const json& to, const std::string& path, Patch& patch) {
  for (const std::string_view key : {"mountPath", "name"}) {
    const auto from_names = identities(from, key);
    const auto to_names = from_names ? identities(to, key) : std::nullopt;
    if (from_names && to_names) return compare_named(from, *from_names, to, *to_names, path, patch);
  }
  patch.replace(path, to);
}

void compare_objects(const json& from, const json& to, const std::string& path, Patch& patch) {
  for (const auto& [key, value] : from.items()) {
    if (!to.contains(key)) patch.remove(path + step(key));
  }
  for (const auto& [key, value] : to.items()) {
    const auto old = from.find(key);
    if (old == from.end()) {
      patch.add(path + step(key), value);
    } else {
      compare(*old, value, path + step(key), patch);
    }
  }
}

void compare(const json& from, const json& to, const std::string& path, Patch& patch) {
  if (from == to) return;
  if (from.is_object() && to.is_object()) {
    compare_objects(from, to, path, patch);
  } else if (from.is_array() && to.is_array()) {
    compare_arrays(from, to, path, patch);
  } else {
    patch.replace(path, to);
  }
}

}  // namespace

std::string diff(const json& from, const json& to, std::string_view path) {
  Patch patch;
  compare(from, to, std::string(path), patch);
  return std::move(patch).take();
}

}  // namespace chandler::core::injection
