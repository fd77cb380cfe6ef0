#include "init/migrate/lint/registry.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "init/migrate/lint/peers.hpp"

namespace chandler::migrate::lint {
namespace {

bool in_kebab_case(std::string_view id) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !id.empty() && id.front() != '-' && id.back() != '-' && std::ranges::all_of(id, fits);
}

TEST_CASE("each rule is told apart by its id and says all that its page needs") {
  std::set<std::string_view> ids;
  for (const Family& family : families()) {
    for (const Rule& rule : family.rules) {
      INFO(rule.id);
      CHECK(in_kebab_case(rule.id));
      CHECK(ids.insert(rule.id).second);
      CHECK_FALSE(rule.title.empty());
      CHECK(rule.reason.ends_with('.'));
      CHECK_FALSE(rule.safe_way.empty());
      CHECK_FALSE((rule.check != nullptr && rule.finish != nullptr));
    }
  }
  CHECK(find_rule("create-index") != nullptr);
  CHECK(find_rule("create-indexes") == nullptr);
}

TEST_CASE("what other linters look for leads to rules that there are, or to a reason") {
  for (const auto peers : {squawk_rules(), strong_migrations_checks(), atlas_analyzers()}) {
    for (const Peer& peer : peers) {
      INFO(peer.id);
      CHECK_FALSE((peer.ours.empty() && peer.note.empty()));
      std::istringstream words{std::string(peer.ours)};
      for (std::string id; words >> id;) {
        if (id.ends_with(',')) id.pop_back();
        CHECK(find_rule(id) != nullptr);
      }
    }
  }
}

}  // namespace
}  // namespace chandler::migrate::lint
