#include "sql/traits.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

#include <nlohmann/json.hpp>

#include "sql/parse_tree.hpp"
#include "sql/words.hpp"

namespace chandler::sql {
namespace {

using nlohmann::json;

std::string lower_word(std::string_view sql) {
  std::string word;
  for (const char c : sql) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) break;
    word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return word;
}

using Words = std::span<const std::string_view>;

// What can make a statement of this verb matter to the way its file is run; empty: the verb alone.
struct Verb {
  std::string_view verb;
  Words words;
};

constexpr std::array<std::string_view, 4> making{"concurrently", "database", "tablespace", "subscription"};
constexpr std::array<std::string_view, 5> altering{"concurrently", "database", "tablespace", "subscription", "system"};
constexpr std::array<std::string_view, 1> copying{"stdin"};

constexpr std::array<Verb, 19> verbs{{{"begin", {}},
                                      {"start", {}},
                                      {"commit", {}},
                                      {"end", {}},
                                      {"abort", {}},
                                      {"rollback", {}},
                                      {"prepare", {}},
                                      {"savepoint", {}},
                                      {"release", {}},
                                      {"set", {}},
                                      {"reset", {}},
                                      {"discard", {}},
                                      {"vacuum", {}},
                                      {"reindex", {}},
                                      {"cluster", {}},
                                      {"create", making},
                                      {"drop", making},
                                      {"alter", altering},
                                      {"copy", copying}}};

bool matters_to_the_run(std::string_view sql) {
  const auto verb = std::ranges::find(verbs, lower_word(sql), &Verb::verb);
  if (verb == verbs.end()) return false;
  return verb->words.empty() ||
         std::ranges::any_of(verb->words, [&](std::string_view word) { return mentions(sql, word); });
}

bool flag(const json& node, const char* name) {
  return node.value(name, false);
}
std::string text(const json& node, const char* name) {
  return node.value(name, std::string());
}

// A temporary table is gone with its session and proves nothing.
bool is_temporary(const json& node) {
  const json& relation =
      node.contains("relation") ? node.at("relation") : node.value("into", json::object()).value("rel", json::object());
  return text(relation, "relpersistence") == "t";
}

bool has_option(const json& node, const char* list, std::string_view name) {
  const auto options = node.find(list);
  if (options == node.end()) return false;
  return std::ranges::any_of(*options, [&](const json& option) {
    const auto element = option.find("DefElem");
    return element != option.end() && text(*element, "defname") == name;
  });
}

// An option's value as a word: false is a keyword, off a type's name to the grammar, '0' a string.
std::string word_of(const json& argument) {
  const auto string_of = [](const json& node) { return text(node.value("String", json::object()), "sval"); };
  if (const auto type = argument.find("TypeName"); type != argument.end()) {
    const json names = type->value("names", json::array());
    return names.empty() ? std::string() : string_of(names.back());
  }
  if (const auto number = argument.find("Integer"); number != argument.end()) {
    return std::to_string(number->value("ival", 0));
  }
  return string_of(argument);
}

// Whether one of the boolean options `names` is given as false.
bool turned_off(const json& node, const char* list, std::initializer_list<std::string_view> names) {
  static constexpr std::array<std::string_view, 3> no{"false", "off", "0"};
  const auto options = node.find(list);
  if (options == node.end()) return false;
  return std::ranges::any_of(*options, [&](const json& option) {
    const auto element = option.find("DefElem");
    if (element == option.end() || !std::ranges::contains(names, text(*element, "defname"))) return false;
    const std::string word = word_of(element->value("arg", json::object()));
    return std::ranges::any_of(
        no, [&](std::string_view each) { return word.size() == each.size() && mentions(word, each); });
  });
}

// ALTER SUBSCRIPTION … REFRESH, or a change of its publications that refreshes.
bool refreshes(const json& node) {
  const std::string kind = text(node, "kind");
  if (kind == "ALTER_SUBSCRIPTION_REFRESH") return true;
  const bool publications = kind.ends_with("_PUBLICATION");
  return publications && !turned_off(node, "options", {"refresh"});
}

void read_transaction(const json& node, Traits& traits) {
  const std::string kind = text(node, "kind");
  if (kind == "TRANS_STMT_BEGIN" || kind == "TRANS_STMT_START") {
    traits.transaction = Traits::Transaction::begin;
  } else if (kind == "TRANS_STMT_COMMIT" && !flag(node, "chain")) {
    traits.transaction = Traits::Transaction::commit;
  } else if (!kind.contains("SAVEPOINT") && kind != "TRANS_STMT_RELEASE" && kind != "TRANS_STMT_ROLLBACK_TO") {
    traits.transaction = Traits::Transaction::other;
  }
}

void read_index(const json& node, Traits& traits) {
  const bool conditional = flag(node, "if_not_exists");
  traits.creates = !conditional && !text(node, "idxname").empty();
  if (!flag(node, "concurrent")) return;
  traits.outside_transaction = traits.weak_lock = true;
  traits.creates = false;
  const json& relation = node.at("relation");
  // Without a name every run would build one more index.
  traits.retryable = !text(node, "idxname").empty();
  if (traits.retryable) {
    traits.builds = ConcurrentIndex{text(relation, "schemaname"), text(relation, "relname"), text(node, "idxname")};
  }
}

void read_drop(const json& node, Traits& traits) {
  const bool conditional = flag(node, "missing_ok");
  traits.outside_transaction = traits.weak_lock = flag(node, "concurrent");
  traits.retryable = traits.outside_transaction && conditional;
  traits.destroys = !traits.outside_transaction && !conditional;
}

void read_alter_table(const json& node, Traits& traits) {
  for (const json& wrapped : node.value("cmds", json::array())) {
    const json& command = wrapped.at("AlterTableCmd");
    const std::string kind = text(command, "subtype");
    const bool conditional = flag(command, "missing_ok");
    traits.creates |= kind == "AT_AddColumn" && !conditional;
    traits.destroys |= (kind == "AT_DropColumn" || kind == "AT_DropConstraint") && !conditional;
    if (kind != "AT_DetachPartition" && kind != "AT_DetachPartitionFinalize") continue;
    const json& partition = command.at("def").at("PartitionCmd");
    traits.outside_transaction |= flag(partition, "concurrent");
    traits.weak_lock |= flag(partition, "concurrent");
  }
}

void read_reindex(const json& node, Traits& traits) {
  const std::string kind = text(node, "kind");
  traits.weak_lock = has_option(node, "params", "concurrently");
  traits.outside_transaction = traits.retryable =
      traits.weak_lock || (kind != "REINDEX_OBJECT_INDEX" && kind != "REINDEX_OBJECT_TABLE");
  if (!traits.weak_lock) return;
  const json relation = node.value("relation", json::object());
  const std::string schema = kind == "REINDEX_OBJECT_SCHEMA" ? text(node, "name") : text(relation, "schemaname");
  traits.rebuilds = ConcurrentRebuild{schema, text(relation, "relname")};
}

void read_node(const std::string& name, const json& node, Traits& traits) {
  // Of PostgreSQL's PreventInTransactionBlock; the others depend on what the statement says.
  static constexpr std::array<std::string_view, 5> always_outside{"CreatedbStmt", "DropdbStmt", "CreateTableSpaceStmt",
                                                                  "DropTableSpaceStmt", "DropSubscriptionStmt"};
  static constexpr std::array<std::string_view, 6> makers{"CreateStmt",        "CreateSeqStmt",
                                                          "CreateSchemaStmt",  "CreateExtensionStmt",
                                                          "CreateTableAsStmt", "CreateForeignTableStmt"};
  static constexpr std::array<std::string_view, 5> replacers{"ViewStmt", "CreateFunctionStmt", "CreateTrigStmt",
                                                             "RuleStmt", "DefineStmt"};
  static constexpr std::array<std::string_view, 5> only_makers{
      "CreateEnumStmt", "CompositeTypeStmt", "CreateDomainStmt", "CreateRangeStmt", "CreatePolicyStmt"};
  if (name == "TransactionStmt") read_transaction(node, traits);
  if (name == "IndexStmt") read_index(node, traits);
  if (name == "DropStmt") read_drop(node, traits);
  if (name == "AlterTableStmt") read_alter_table(node, traits);
  if (name == "CopyStmt") traits.copy_from_stdin = flag(node, "is_from") && text(node, "filename").empty();
  if (name == "VariableSetStmt") traits.session_setting = true;
  if (name == "RenameStmt") traits.creates = traits.destroys = true;
  if (std::ranges::contains(makers, name)) traits.creates = !flag(node, "if_not_exists") && !is_temporary(node);
  if (std::ranges::contains(replacers, name)) traits.creates = !flag(node, "replace");
  if (std::ranges::contains(only_makers, name)) traits.creates = true;
  if (name == "AlterEnumStmt") traits.creates = !flag(node, "skipIfNewValExists");
  if (std::ranges::contains(always_outside, name)) traits.outside_transaction = true;
  if (name == "VacuumStmt" && flag(node, "is_vacuumcmd")) {
    traits.outside_transaction = traits.retryable = true;
    traits.weak_lock = !has_option(node, "options", "full");
  }
  if (name == "AlterSystemStmt") traits.outside_transaction = traits.retryable = traits.weak_lock = true;
  if (name == "ClusterStmt" && !node.contains("relation")) traits.outside_transaction = traits.retryable = true;
  if (name == "CreateSubscriptionStmt")
    traits.outside_transaction = !turned_off(node, "options", {"connect", "create_slot"});
  if (name == "AlterSubscriptionStmt") traits.outside_transaction = refreshes(node);
  if (name == "DiscardStmt") traits.discards_locks = text(node, "target") == "DISCARD_ALL";
  if (name == "AlterDatabaseStmt" && has_option(node, "options", "tablespace")) traits.outside_transaction = true;
  if (name == "ReindexStmt") read_reindex(node, traits);
}

}  // namespace

bool is_plain(std::string_view sql) {
  static constexpr std::array<std::string_view, 8> plain{"insert", "update", "delete", "select",
                                                         "with",   "values", "merge",  "comment"};
  return std::ranges::contains(plain, lower_word(sql));
}

Traits traits_of(std::string_view sql) {
  Traits traits;
  if (is_plain(sql)) return traits;
  const auto tree = parse_tree(sql);
  if (tree == nullptr) return traits;
  for (const json& statement : tree->value("stmts", json::array())) {
    for (const auto& [name, node] : statement.at("stmt").items()) read_node(name, node, traits);
  }
  return traits;
}

Traits running_traits_of(std::string_view sql) {
  return matters_to_the_run(sql) ? traits_of(sql) : Traits{};
}

std::string_view psql_command(std::string_view sql) {
  if (sql.size() < 2 || sql[0] != '\\' || sql[1] == '.') return {};
  const std::size_t end = sql.find_first_of(" \t\r\n;", 1);
  return sql.substr(0, end);
}

}  // namespace chandler::sql
