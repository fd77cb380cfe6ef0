#include <format>
#include <optional>

#include <yaml-cpp/yaml.h>

#include "cli/manifest/readers.hpp"
#include "platform/yaml/documents.hpp"

namespace chandler::cli::manifest {
namespace {

// Aliases of aliases grow without bound. Without them a text has no more nodes than bytes; this is what
// aliases may add.
constexpr std::size_t most_repeated = 100'000;
constexpr std::size_t deepest = 100;

class Reader {
 public:
  explicit Reader(std::size_t bytes) : most_nodes_(bytes + most_repeated) {}

  Node read(const YAML::Node& from, std::size_t depth = 0) {
    if (++nodes_ > most_nodes_ || depth > deepest) fail(from, "the document is nested or repeated beyond measure");
    Node node;
    switch (from.Type()) {
      case YAML::NodeType::Sequence:
        node.kind = Node::Kind::sequence;
        for (const YAML::Node& item : from) node.items.push_back(read(item, depth + 1));
        break;
      case YAML::NodeType::Map:
        read_members(from, node, depth);
        break;
      case YAML::NodeType::Scalar:
        node.text = from.Scalar();
        node.plain = is_plain(from);
        break;
      case YAML::NodeType::Null:
      case YAML::NodeType::Undefined:
        node.text = "null";
        break;
    }
    return node;
  }

 private:
  [[noreturn]] static void fail(const YAML::Node& at, const std::string& why) {
    throw YAML::ParserException(at.Mark(), why);
  }

  static bool is_plain(const YAML::Node& scalar) {
    static constexpr std::string_view core = "tag:yaml.org,2002:";
    const std::string& tag = scalar.Tag();
    if (tag == "?" || tag.empty()) return true;
    if (tag == "!" || tag == "tag:yaml.org,2002:str") return false;
    if (!tag.starts_with(core) || tag == "tag:yaml.org,2002:binary")
      fail(scalar, std::format("the tag {} means nothing in a manifest", tag));
    return true;
  }

  void read_members(const YAML::Node& from, Node& node, std::size_t depth) {
    node.kind = Node::Kind::mapping;
    std::vector<YAML::Node> merged;
    for (const auto& pair : from) {
      if (!pair.first.IsScalar()) fail(pair.first, "a key has to be a scalar");
      const std::string& key = pair.first.Scalar();
      const bool plain = is_plain(pair.first);
      if (plain && key == "<<") {
        merged.push_back(pair.second);
        continue;
      }
      if (node.find(key) != nullptr) fail(pair.first, std::format("the key \"{}\" stands here a second time", key));
      node.members.push_back({key, plain, read(pair.second, depth + 1)});
    }
    for (const YAML::Node& source : merged) merge(source, node, depth);
  }

  // "<<: *base" or "<<: [*a, *b]": what is not there yet, the first source first.
  void merge(const YAML::Node& source, Node& into, std::size_t depth) {
    if (source.IsSequence()) {
      for (const YAML::Node& each : source) merge(each, into, depth + 1);
      return;
    }
    if (!source.IsMap()) fail(source, "<<: takes a mapping");
    for (Member& member : read(source, depth + 1).members) {
      if (into.find(member.key) == nullptr) into.members.push_back(std::move(member));
    }
  }

  std::size_t most_nodes_;
  std::size_t nodes_ = 0;
};

}  // namespace

std::expected<Node, SyntaxError> read_yaml(std::string_view text) {
  try {
    if (platform::yaml::count_documents(text, 3) > 1)
      return std::unexpected(SyntaxError{1, 1, R"(a document ends with "..." and another follows without "---")"});
    return Reader(text.size()).read(YAML::Load(std::string(text)));
  } catch (const YAML::Exception& error) {
    const auto line = error.mark.is_null() ? 0 : error.mark.line;
    const auto column = error.mark.is_null() ? 0 : error.mark.column;
    return std::unexpected(
        SyntaxError{static_cast<std::size_t>(line) + 1, static_cast<std::size_t>(column) + 1, error.msg});
  }
}

}  // namespace chandler::cli::manifest
