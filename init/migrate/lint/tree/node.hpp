#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace chandler::migrate::lint {

// A look at one node of PostgreSQL's parse tree, as libpg_query writes it. It leaves out what is zero,
// false or empty; a field that is not there reads as that, and a node that is not there has no fields.
// Names of kinds and fields are those of PostgreSQL's own nodes/parsenodes.h. Valid as long as its tree.
class Node {
 public:
  Node() = default;
  explicit Node(const nlohmann::json& json);

  bool present() const { return json_ != nullptr; }

  // A list's members and fields of any type are wrapped in their kind: {"ColumnDef": {…}}.
  std::string_view kind() const;
  Node body() const;
  Node as(std::string_view kind) const;  // the body where it is of that kind

  Node field(const char* name) const;
  std::vector<Node> list(const char* name) const;
  std::string_view text(const char* name) const;
  long number(const char* name) const;
  bool flag(const char* name) const;

  // Where it stands in its statement, in bytes; 0 where the tree does not say.
  std::size_t location() const;

  // Calls `visit(kind, body)` for each node below, from the outside in; false: not further down here.
  using Visit = std::function<bool(std::string_view kind, Node body)>;
  void walk(const Visit& visit) const;

  // The texts of all fields of that name, here and below.
  std::vector<std::string_view> all_text(std::string_view name) const;

 private:
  const nlohmann::json* json_ = nullptr;
};

// The words of a list of strings: {"String": {"sval": …}}.
std::vector<std::string_view> words_of(const std::vector<Node>& list);

// An option of a list of DefElem by its name; absent where it is not given.
Node option_of(const std::vector<Node>& options, std::string_view name);

// Whether an option is on: given with no value, or with true, on or 1.
bool option_on(const std::vector<Node>& options, std::string_view name);

}  // namespace chandler::migrate::lint
