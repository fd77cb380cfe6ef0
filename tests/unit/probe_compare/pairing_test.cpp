#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/probe_compare/tables.hpp"

namespace chandler::probe::compare {
namespace {

const Finding& finding(const Pairing& pairing, std::string_view id) {
  const auto found = std::ranges::find(pairing.findings, id, &Finding::id);
  INFO(id);
  REQUIRE(found != pairing.findings.end());
  return *found;
}

const Table item = table("item", {column("id", "bigint"), column("name", "text")});

TEST_CASE("tables that both have are pairs") {
  const Pairing pairing = pair_tables(catalogue({item}), catalogue({item}), {});
  CHECK(pairing.findings.empty());
  REQUIRE(pairing.pairs.size() == 1);
  CHECK(pairing.pairs[0].columns == std::vector<std::string>{"id", "name"});
  CHECK(pairing.pairs[0].same_order);
}

TEST_CASE("a table that one side lacks is a problem") {
  const Table other = table("other", {column("id", "bigint")});
  const Pairing pairing = pair_tables(catalogue({item}), catalogue({item, other}), {});
  CHECK(finding(pairing, "compare.table_missing").object == "table public.other");
  CHECK(finding(pairing, "compare.table_missing").meaning == "it is there and not here");
  CHECK(pair_tables(catalogue({item}), catalogue({item, other}), {.tables = {"item"}}).findings.empty());
  CHECK(pair_tables(catalogue({item}), catalogue({item, other}), {.schemas = {"menu"}}).pairs.empty());
}

TEST_CASE("columns of one side only are a problem, other types a warning, ignored ones neither") {
  const Table wider = table("item", {column("id", "integer"), column("name", "text"), column("seen", "date")});
  const Pairing pairing = pair_tables(catalogue({item}), catalogue({wider}), {});
  const Finding& differ = finding(pairing, "compare.columns_differ");
  CHECK(differ.severity == Severity::problem);
  CHECK(differ.meaning ==
        "columns only there: seen; other types: id: bigint here, integer there. The rest of its columns was compared");
  CHECK(pairing.pairs.size() == 1);
  const Pairing ignoring = pair_tables(catalogue({item}), catalogue({wider}), {.ignored = {"item.seen"}});
  CHECK(finding(ignoring, "compare.columns_differ").severity == Severity::warning);
}

TEST_CASE("the key is compared also where it is ignored") {
  CHECK(pair_tables(catalogue({item}), catalogue({item}), {.ignored = {"id"}}).pairs[0].columns ==
        std::vector<std::string>{"name", "id"});
}

TEST_CASE("a table without a key is a note, and could not be checked where it is asked for") {
  Table bare = item;
  bare.key.clear();
  CHECK(finding(pair_tables(catalogue({bare}), catalogue({bare}), {}), "compare.no_key").severity == Severity::info);
  const Pairing asked = pair_tables(catalogue({bare}), catalogue({bare}), {.tables = {"public.item"}});
  CHECK(asked.pairs.empty());
  CHECK(finding(asked, "compare.no_key").severity == Severity::unchecked);
}

TEST_CASE("keys of other columns or types cannot be checked") {
  Table by_name = item;
  by_name.key = {{.name = "name", .order = "c"}};
  CHECK(finding(pair_tables(catalogue({item}), catalogue({by_name}), {}), "compare.key_differs").meaning ==
        "its primary key is of id here, of name there");
  const Table texts = table("item", {column("id", "text"), column("name", "text")});
  CHECK(finding(pair_tables(catalogue({item}), catalogue({texts}), {}), "compare.key_differs").severity ==
        Severity::unchecked);
}

TEST_CASE("keys that are sorted by other collations have no common order") {
  Table here = table("item", {column("name", "text")});
  Table there = here;
  here.key[0].order = "c/de_DE.UTF-8/2.41";
  there.key[0].order = "i/de/153.120";
  CHECK_FALSE(pair_tables(catalogue({here}), catalogue({there}), {}).pairs[0].same_order);
}

TEST_CASE("a name that fits no table, large objects and unlogged tables of a standby are said") {
  CHECK(finding(pair_tables(catalogue({item}), catalogue({item}), {.tables = {"itme"}}), "compare.no_such_table")
            .object == "table itme");
  Catalogue with_large_objects = catalogue({item});
  with_large_objects.large_objects = 1;
  CHECK(finding(pair_tables(with_large_objects, catalogue({item}), {}), "compare.large_objects").severity ==
        Severity::unchecked);
  Table unlogged = item;
  unlogged.unlogged = true;
  Catalogue standby = catalogue({unlogged});
  standby.in_recovery = true;
  const Pairing pairing = pair_tables(catalogue({unlogged}), standby, {});
  CHECK(pairing.pairs.empty());
  CHECK(finding(pairing, "compare.unlogged").severity == Severity::info);
}

}  // namespace
}  // namespace chandler::probe::compare
