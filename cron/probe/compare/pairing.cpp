#include "cron/probe/compare/pairing.hpp"

#include <algorithm>
#include <format>
#include <ranges>
#include <tuple>

namespace chandler::probe::compare {
namespace {

constexpr std::size_t most_named = 10;

// "a, b, c and 4 more"
std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(most_named, names.size()); ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most_named) out += std::format(" and {} more", names.size() - most_named);
  return out;
}

bool names_table(const std::string& text, const Table& table) {
  return text == table.name || text == table.shown();
}

bool is_wanted(const Table& table, const Address& address) {
  if (!address.schemas.empty() && !std::ranges::contains(address.schemas, table.schema)) return false;
  return address.tables.empty() ||
         std::ranges::any_of(address.tables, [&](const std::string& text) { return names_table(text, table); });
}

bool is_ignored(const Table& table, const std::string& column, const Address& address) {
  return std::ranges::any_of(address.ignored, [&](const std::string& text) {
    return text == column || text == table.name + '.' + column || text == table.shown() + '.' + column;
  });
}

Finding missing(const Table& table, std::string_view from, std::string_view in) {
  return {.id = "compare.table_missing",
          .severity = Severity::problem,
          .object = "table " + table.shown(),
          .figures = {{.name = "missing", .value = std::string(from)}},
          .meaning = std::format("it is {} and not {}", in, from),
          .remedy = "bring both to the same version of the schema, or leave the table out with tables= or schema="};
}

Finding unchecked(const Table& table, std::string_view id, std::string meaning, std::string remedy) {
  return {.id = std::string(id),
          .severity = Severity::unchecked,
          .object = "table " + table.shown(),
          .figures = {},
          .meaning = std::move(meaning),
          .remedy = std::move(remedy)};
}

struct ColumnMatch {
  std::vector<std::string> both;
  std::vector<std::string> only_here;
  std::vector<std::string> only_there;
  std::vector<std::string> retyped;  // "price: numeric(10,2) here, text there"
};

ColumnMatch match_columns(const Table& here, const Table& there, const Address& address) {
  ColumnMatch out;
  for (const Column& column : here.columns) {
    if (is_ignored(here, column.name, address)) continue;
    const Column* const other = there.column(column.name);
    if (other == nullptr) {
      out.only_here.push_back(column.name);
      continue;
    }
    out.both.push_back(column.name);
    if (column.declared != other->declared) {
      out.retyped.push_back(std::format("{}: {} here, {} there", column.name, column.declared, other->declared));
    }
  }
  for (const Column& column : there.columns) {
    if (is_ignored(there, column.name, address) || here.column(column.name) != nullptr) continue;
    out.only_there.push_back(column.name);
  }
  return out;
}

void report_columns(const Table& table, const ColumnMatch& match, Findings& findings) {
  std::string meaning;
  const auto add = [&](const std::vector<std::string>& names, std::string_view what) {
    if (!names.empty()) meaning += std::format("{}{}: {}", meaning.empty() ? "" : "; ", what, listed(names));
  };
  add(match.only_here, "columns only here");
  add(match.only_there, "columns only there");
  add(match.retyped, "other types");
  if (meaning.empty()) return;
  const bool sets_differ = !match.only_here.empty() || !match.only_there.empty();
  findings.push_back(
      {.id = "compare.columns_differ",
       .severity = sets_differ ? Severity::problem : Severity::warning,
       .object = "table " + table.shown(),
       .figures = {{.name = "only_here", .value = static_cast<std::int64_t>(match.only_here.size())},
                   {.name = "only_there", .value = static_cast<std::int64_t>(match.only_there.size())},
                   {.name = "other_types", .value = static_cast<std::int64_t>(match.retyped.size())}},
       .meaning = meaning + (sets_differ ? ". The rest of its columns was compared" : ". Their values were compared"),
       .remedy = "bring both to the same version of the schema, or leave columns out with ignore="});
}

bool is_whole_number(std::string_view type) {
  return type == "bigint" || type == "integer" || type == "smallint";
}
bool is_text(std::string_view type) {
  return type == "text" || type == "character varying";
}

// Bounds that one server gives the other has to take.
bool fit_as_keys(const Column& a, const Column& b) {
  return a.type == b.type || (is_whole_number(a.type) && is_whole_number(b.type)) ||
         (is_text(a.type) && is_text(b.type));
}

std::string key_of(const Table& table) {
  std::vector<std::string> names;
  names.reserve(table.key.size());
  for (const KeyColumn& each : table.key) names.push_back(each.name);
  return names.empty() ? "none" : listed(names);
}

bool same_key(const Pair& pair) {
  return std::ranges::equal(pair.here.key, pair.there.key, {}, &KeyColumn::name, &KeyColumn::name);
}

bool keys_fit(const Pair& pair) {
  return std::ranges::all_of(pair.here.key, [&](const KeyColumn& each) {
    return fit_as_keys(*pair.here.column(each.name), *pair.there.column(each.name));
  });
}

class Pairer {
 public:
  Pairer(const Catalogue& here, const Catalogue& there, const Address& address)
      : here_(here), there_(there), address_(address) {}

  Pairing pair() {
    for (const Table& table : here_.tables) {
      if (!is_wanted(table, address_)) continue;
      const Table* const other = find(there_, table);
      if (other == nullptr) {
        out_.findings.push_back(missing(table, "there", "here"));
      } else {
        add(table, *other);
      }
    }
    for (const Table& table : there_.tables) {
      if (is_wanted(table, address_) && find(here_, table) == nullptr)
        out_.findings.push_back(missing(table, "here", "there"));
    }
    report_rest();
    return std::move(out_);
  }

 private:
  static const Table* find(const Catalogue& catalogue, const Table& table) {
    const auto name = [](const Table& each) { return std::tie(each.schema, each.name); };
    const auto found = std::ranges::lower_bound(catalogue.tables, name(table), {}, name);
    return found == catalogue.tables.end() || name(*found) != name(table) ? nullptr : &*found;
  }

  void add(const Table& here, const Table& there) {
    const ColumnMatch match = match_columns(here, there, address_);
    report_columns(here, match, out_.findings);
    if ((here.unlogged && here_.in_recovery) || (there.unlogged && there_.in_recovery)) {
      left_out_.push_back(here.shown());
      return;
    }
    Pair pair{.here = here, .there = there, .columns = match.both};
    if (here.key.empty() && there.key.empty()) {
      without_key_.push_back(here.shown());
      if (!address_.tables.empty()) {
        out_.findings.push_back(unchecked(here, "compare.no_key",
                                          "it has no primary key, by which rows here and there are the same ones",
                                          std::format("ALTER TABLE {} ADD PRIMARY KEY …", here.shown())));
      }
      return;
    }
    if (!same_key(pair)) {
      out_.findings.push_back(
          unchecked(here, "compare.key_differs",
                    std::format("its primary key is of {} here, of {} there", key_of(here), key_of(there)),
                    "give both the same primary key"));
      return;
    }
    if (!keys_fit(pair)) {
      out_.findings.push_back(
          unchecked(here, "compare.key_differs",
                    "a column of its primary key has types that do not compare: " + listed(match.retyped),
                    "give both the same type"));
      return;
    }
    for (const KeyColumn& each : here.key) {
      if (!std::ranges::contains(pair.columns, each.name)) pair.columns.push_back(each.name);
    }
    pair.same_order = std::ranges::equal(here.key, there.key);
    out_.pairs.push_back(std::move(pair));
  }

  void report_rest() {
    for (const std::string& text : address_.tables) {
      const auto named = [&](const Table& table) { return names_table(text, table); };
      if (std::ranges::none_of(here_.tables, named) && std::ranges::none_of(there_.tables, named)) {
        out_.findings.push_back({.id = "compare.no_such_table",
                                 .severity = Severity::unchecked,
                                 .object = "table " + text,
                                 .figures = {},
                                 .meaning = "neither database has a table of that name that can be compared",
                                 .remedy = "name tables as TABLE or SCHEMA.TABLE; partitions are compared with their "
                                           "parent; views and foreign tables are not compared"});
      }
    }
    if (!address_.tables.empty()) return;
    if (!without_key_.empty()) note("compare.no_key", "tables without a primary key are not compared", without_key_);
    if (!left_out_.empty()) note("compare.unlogged", "unlogged tables cannot be read on a standby", left_out_);
    if (here_.large_objects + there_.large_objects > 0) {
      out_.findings.push_back({.id = "compare.large_objects",
                               .severity = Severity::unchecked,
                               .object = "large objects",
                               .figures = {},
                               .meaning = "there are large objects, which are not compared: columns that refer to them "
                                          "are compared as numbers",
                               .remedy = "name what is to be compared with tables= to leave them out knowingly"});
    }
  }

  void note(std::string_view id, std::string_view what, const std::vector<std::string>& names) {
    out_.findings.push_back({.id = std::string(id),
                             .severity = Severity::info,
                             .object = {},
                             .figures = {{.name = "tables", .value = static_cast<std::int64_t>(names.size())}},
                             .meaning = std::format("{}: {}", what, listed(names)),
                             .remedy = {}});
  }

  const Catalogue& here_;
  const Catalogue& there_;
  const Address& address_;
  Pairing out_;
  std::vector<std::string> without_key_;
  std::vector<std::string> left_out_;
};

}  // namespace

Pairing pair_tables(const Catalogue& here, const Catalogue& there, const Address& address) {
  return Pairer(here, there, address).pair();
}

}  // namespace chandler::probe::compare
