#include "cli/manifest/apply.hpp"

#include <algorithm>
#include <charconv>
#include <format>
#include <stdexcept>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace chandler::cli::manifest {
namespace {

using nlohmann::json;

[[noreturn]] void misfit(std::string_view path) {
  throw std::logic_error(std::format("patch does not fit: {}", path));
}

std::string unescape(std::string_view step) {
  std::string key;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] != '~' || i + 1 == step.size()) {
      key += step[i];
    } else {
      key += step[++i] == '1' ? '/' : '~';
    }
  }
  return key;
}

std::size_t index_of(std::string_view step, std::size_t limit, std::string_view path) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc{} || end != step.data() + step.size() || index >= limit) misfit(path);
  return index;
}

// The node that holds the last step of the path.
Node& parent_of(Node& document, std::string_view path, std::string_view& last) {
  Node* at = &document;
  std::string_view rest = path;
  while (true) {
    if (!rest.starts_with('/')) misfit(path);
    rest.remove_prefix(1);
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) {
      last = rest;
      return *at;
    }
    const std::string_view step = rest.substr(0, slash);
    at = at->kind == Node::Kind::sequence ? &at->items[index_of(step, at->items.size(), path)]
                                          : at->find(unescape(step));
    if (at == nullptr) misfit(path);
    rest.remove_prefix(slash);
  }
}

void put(Node& parent, std::string_view step, Node value, bool insert, std::string_view path) {
  if (parent.kind == Node::Kind::sequence) {
    const std::size_t index = index_of(step, parent.items.size() + (insert ? 1 : 0), path);
    if (insert) {
      parent.items.insert(parent.items.begin() + static_cast<std::ptrdiff_t>(index), std::move(value));
    } else {
      parent.items[index] = std::move(value);
    }
    return;
  }
  std::string key = unescape(step);
  if (Node* present = parent.find(key)) {
    *present = std::move(value);
  } else if (insert && parent.kind == Node::Kind::mapping) {
    const Node written = from_json(json(key));
    parent.members.push_back({std::move(key), written.plain, std::move(value)});
  } else {
    misfit(path);
  }
}

void take(Node& parent, std::string_view step, std::string_view path) {
  if (parent.kind == Node::Kind::sequence) {
    parent.items.erase(parent.items.begin() + static_cast<std::ptrdiff_t>(index_of(step, parent.items.size(), path)));
    return;
  }
  if (std::erase_if(parent.members, [key = unescape(step)](const Member& member) { return member.key == key; }) == 0)
    misfit(path);
}

}  // namespace

void apply(std::string_view patch, Node& document) {
  for (const json& operation : json::parse(patch)) {
    const auto& path = operation.at("path").get_ref<const std::string&>();
    const auto& name = operation.at("op").get_ref<const std::string&>();
    std::string_view last;
    Node& parent = parent_of(document, path, last);
    if (name == "remove") {
      take(parent, last, path);
    } else {
      put(parent, last, from_json(operation.at("value")), name == "add", path);
    }
  }
}

}  // namespace chandler::cli::manifest
