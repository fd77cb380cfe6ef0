#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

// A manifest as a person wrote it: the order of keys, the spelling of numbers and whether a scalar was
// quoted are kept. Comments are not.
namespace chandler::cli::manifest {

struct Member;

struct Node {
  enum class Kind : std::uint8_t { scalar, sequence, mapping };

  Kind kind = Kind::scalar;
  std::string text;             // of a scalar
  bool plain = true;            // a scalar without quotes: its text decides whether it is a number, a boolean, null
  std::vector<Node> items;      // of a sequence
  std::vector<Member> members;  // of a mapping

  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
};

struct Member {
  std::string key;
  bool plain = true;
  Node value;
};

// As kubectl reads it. The order of keys is that of `nlohmann::json`, sorted.
nlohmann::json to_json(const Node& node);

// As a person may read it: in the order of the manifest.
nlohmann::ordered_json to_ordered_json(const Node& node);

Node from_json(const nlohmann::json& value);
Node from_json(const nlohmann::ordered_json& value);

}  // namespace chandler::cli::manifest
