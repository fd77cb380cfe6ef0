#include "init/migrate/lint/linter.hpp"

#include <algorithm>
#include <charconv>
#include <format>
#include <set>
#include <tuple>
#include <utility>

#include "init/migrate/lint/division.hpp"
#include "init/migrate/lint/places.hpp"
#include "init/migrate/lint/registry.hpp"
#include "init/migrate/lint/schema/replay.hpp"
#include "init/migrate/lint/tree/parse.hpp"
#include "sql/head.hpp"
#include "sql/position.hpp"
#include "sql/split.hpp"
#include "sql/traits.hpp"

namespace chandler::migrate::lint {
namespace {

// So big a statement is rows (INSERT … VALUES), and its tree a hundred times its text.
constexpr std::size_t biggest_statement = 256U << 10U;
constexpr std::size_t head_bytes = 100;

struct Read {
  Tree tree;
  Statement statement;
};

std::optional<Read> read(std::string_view sql) {
  auto tree = Tree::parse(sql);
  if (!tree) return std::nullopt;
  Statement statement = read_statement(tree->statement(), sql);
  return Read{*std::move(tree), std::move(statement)};
}

bool worth_reading(std::string_view sql) {
  return sql.size() <= biggest_statement && sql::psql_command(sql).empty();
}

// Calls `visit(index, statement)` for each statement that can be read.
template <typename Visit>
void for_each_statement(const LintFile& file, Visit visit) {
  const auto statements = sql::split(file.source.text());
  if (!statements) return;
  for (const auto& each : *statements) {
    const std::string_view sql = each.sql.of(file.source.text());
    if (!worth_reading(sql)) continue;
    if (const auto parsed = read(sql)) visit(parsed->statement);
  }
}

// "12:5", as errors of the splitter say it.
sql::Place place_in(std::string_view where) {
  sql::Place out;
  const std::size_t colon = std::min(where.find(':'), where.size());
  const auto read = [](std::string_view digits, auto& number) {
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
  };
  read(where.substr(0, colon), out.line);
  if (colon < where.size()) read(where.substr(colon + 1), out.column);
  return out;
}

}  // namespace

struct Linter::Judged {
  const LintFile& file;
  std::size_t number;  // Origin::file
  std::vector<sql::Range> statements;
  std::vector<sql::Range> with_comments;
  std::vector<sql::Traits> traits;
  Places places{file};

  std::string_view sql(std::size_t index) const { return statements[index].of(file.source.text()); }

  Origin origin(std::size_t index) {
    const sql::Place place = places.at(statements[index].begin);
    return {.file = number,
            .statement = index,
            .line = place.line,
            .column = place.column,
            .head = sql::head_of(sql(index), head_bytes)};
  }
};

Linter::Linter(LintOptions options, Schema schema) : options_(std::move(options)), schema_(std::move(schema)) {}

void Linter::applied(const LintFile& file) {
  for_each_statement(file, [&](const Statement& statement) { replay(statement, std::nullopt, schema_); });
}

void Linter::judge(const LintFile& file) {
  Judged judged{.file = file, .number = names_.size(), .statements = {}, .with_comments = {}, .traits = {}};
  names_.push_back(file.name);
  silences_.emplace_back();
  const auto statements = sql::split(file.source.text());
  if (!statements) {
    const sql::Place place = place_in(statements.error().where);
    say(unreadable, {.file = judged.number, .line = place.line, .column = place.column},
        sql::head_of(statements.error().message, head_bytes));
    return;
  }
  for (const auto& each : *statements) {
    judged.statements.push_back(each.sql);
    judged.with_comments.push_back({each.whole.begin, each.copy_data ? each.sql.end : each.whole.end});
    judged.traits.push_back(sql::running_traits_of(each.sql.of(file.source.text())));
  }
  read_silences(judged);
  const Division division = divide(judged.traits, file.in_transaction);
  Transaction transaction{.block = division.block, .encloses_file = division.encloses_file};
  for (std::size_t i = 0; i < judged.statements.size(); ++i) {
    transaction.ends_uncommitted = division.unclosed[i];
    judge_statement(judged, i, transaction);
    const auto control = judged.traits[i].transaction;
    if (control == sql::Traits::Transaction::begin) {
      transaction = transaction.next(true);
    } else if (control != sql::Traits::Transaction::none || !transaction.block) {
      transaction = transaction.next(division.block);
    }
  }
}

void Linter::read_silences(Judged& judged) {
  Places places(judged.file);
  auto& silences = silences_.back();
  silences = silences_in(judged.file.source.text(), judged.statements, judged.with_comments);
  for (Silence& each : silences) {
    const sql::Place place = places.at(each.at);
    each.line = place.line;
    each.column = place.column;
  }
}

void Linter::judge_statement(Judged& judged, std::size_t index, Transaction& transaction) {
  const std::string_view sql = judged.sql(index);
  if (const auto command = sql::psql_command(sql); !command.empty()) {
    return say(unreadable, judged.origin(index), std::format("{} is a command of psql, not SQL", command));
  }
  if (sql.size() > biggest_statement) return;
  auto parsed = read(sql);
  if (!parsed) return say(unjudged, judged.origin(index), "PostgreSQL 17's grammar does not know this statement");
  Statement& statement = parsed->statement;
  statement.outside_transaction = judged.traits[index].outside_transaction;
  const Origin origin = judged.origin(index);
  check(statement, origin, transaction, judged);
  transaction.note(statement, schema_);
  replay(statement, origin, schema_);
}

void Linter::check(const Statement& statement, const Origin& origin, const Transaction& transaction, Judged& file) {
  Findings findings(options_.levels);
  const Context context(schema_, transaction, options_.server_version);
  for (const Family& family : families()) {
    for (const Rule& rule : family.rules) {
      if (rule.check == nullptr || options_.levels.of(rule) == Level::off) continue;
      if (options_.server_version < rule.first_version || options_.server_version > rule.last_version) continue;
      findings.about(rule, origin);
      rule.check(statement, context, findings);
    }
  }
  Places places = file.places;
  for (auto& found : findings.all()) {
    const sql::Place place = places.at(file.statements[origin.statement].begin + found.remark.location);
    found.origin.line = place.line;
    found.origin.column = place.column;
  }
  report(findings);
}

void Linter::say(const Rule& rule, const Origin& origin, std::string message) {
  Findings findings(options_.levels);
  findings.about(rule, origin);
  findings.add({.message = std::move(message)});
  report(findings);
}

bool Linter::silenced(const Origin& origin, const Rule& rule) const {
  bool out = false;
  for (const Silence& silence : silences_[origin.file]) {
    if (!silence.covers(origin.statement, rule.id)) continue;
    silence.used = true;
    out = true;
  }
  return out;
}

void Linter::report(Findings& findings) {
  const auto or_general = [](std::string own, std::string_view general) {
    return own.empty() ? std::string(general) : std::move(own);
  };
  for (auto& [rule, level, origin, remark] : findings.all()) {
    if (silenced(origin, *rule)) continue;
    found_.push_back({.file = origin.file,
                      .finding = {.rule = rule,
                                  .level = level,
                                  .file = names_[origin.file],
                                  .line = origin.line,
                                  .column = origin.column,
                                  .statement = std::move(origin.head),
                                  .message = std::move(remark.message),
                                  .lock = or_general(std::move(remark.lock), rule->lock),
                                  .safe_way = or_general(std::move(remark.safe_way), rule->safe_way)}});
  }
}

void Linter::finish() {
  Findings findings(options_.levels);
  const Transaction none;
  const Context context(schema_, none, options_.server_version);
  for (const Family& family : families()) {
    for (const Rule& rule : family.rules) {
      if (rule.finish == nullptr) continue;
      findings.about(rule, {});
      rule.finish(context, findings);
    }
  }
  report(findings);
  for (; finished_ < names_.size(); ++finished_) report_silences(finished_);
  schema_.settle();
}

void Linter::report_silences(std::size_t file) {
  for (const Silence& silence : silences_[file]) {
    const Origin origin{.file = file, .statement = silence.statement, .line = silence.line, .column = silence.column};
    for (const std::string& id : silence.unknown) {
      say(unknown_rule, origin, id.empty() ? std::string("it names no rule") : std::format("there is no rule {}", id));
    }
    if (!silence.used && silence.unknown.empty()) say(unused_ignore, origin, "nothing is found that it silences");
  }
}

std::vector<Finding> Linter::findings() const {
  auto sorted = found_;
  std::ranges::stable_sort(
      sorted, {}, [](const Reported& each) { return std::tuple(each.file, each.finding.line, each.finding.column); });
  std::vector<Finding> out;
  out.reserve(sorted.size());
  for (Reported& each : sorted) out.push_back(std::move(each.finding));
  return out;
}

std::vector<std::string> relations_in(const LintFile& file) {
  std::set<std::string> names;
  for_each_statement(file, [&](const Statement& statement) {
    for (const char* field : {"relname", "indexname"}) {
      for (const std::string_view name : statement.node.all_text(field)) names.emplace(name);
    }
    // DROP names relations as lists of words.
    if (!statement.is("DropStmt")) return;
    for (const std::string_view word : statement.node.all_text("sval")) names.emplace(word);
  });
  return {names.begin(), names.end()};
}

}  // namespace chandler::migrate::lint
