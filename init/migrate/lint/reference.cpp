#include "init/migrate/lint/reference.hpp"

#include <format>
#include <span>

#include "init/migrate/lint/peers.hpp"
#include "init/migrate/lint/registry.hpp"

namespace chandler::migrate::lint {
namespace {

std::string versions(const Rule& rule) {
  if (rule.first_version > 13) return std::format(" From PostgreSQL {}.", rule.first_version);
  if (rule.last_version < 17) return std::format(" Up to PostgreSQL {}.", rule.last_version);
  return {};
}

// A text that goes on: "Mend the file" or "VACUUM; makes room" need a full stop, "…" and ';' do not.
std::string sentence(std::string_view text) {
  const bool ended = text.ends_with('.') || text.ends_with(';') || text.ends_with("…");
  return std::string(text) + (ended ? "" : ".");
}

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string table_of(std::span<const Peer> peers, std::string_view heading) {
  std::string out = std::format("| {} | here | |\n| --- | --- | --- |\n", heading);
  for (const Peer& each : peers) {
    out += std::format("| {} | {} | {} |\n", each.id, each.ours.empty() ? "–" : cell(each.ours), cell(each.note));
  }
  return out;
}

}  // namespace

std::string rules_text() {
  std::string out;
  for (const Family& family : families()) {
    out += std::format("{}\n", family.name);
    for (const Rule& rule : family.rules) {
      out += std::format("  {:<7} {:<30} {}\n", name_of(rule.level), rule.id, rule.title);
    }
  }
  return out;
}

std::string rules_markdown() {
  std::string out;
  for (const Family& family : families()) {
    out += std::format(
        "### {}\n\n| rule | found when a file | why, and for how long what is locked | safe way |\n"
        "| --- | --- | --- | --- |\n",
        family.name);
    for (const Rule& rule : family.rules) {
      const std::string lock = rule.lock.empty() ? std::string() : std::format(" *{}.*", rule.lock);
      out += std::format("| `{}`<br>{}{} | {} | {}{}{} | {} |\n", rule.id, name_of(rule.level),
                         rule.cost == Cost::by_rows ? ", by size" : "", cell(rule.title), cell(rule.reason), cell(lock),
                         versions(rule), cell(sentence(rule.safe_way)));
    }
    out += '\n';
  }
  return out;
}

std::string peers_markdown() {
  return std::format("{}\n{}\n{}", table_of(squawk_rules(), "squawk"),
                     table_of(strong_migrations_checks(), "strong_migrations"),
                     table_of(atlas_analyzers(), "Atlas' analyzers"));
}

}  // namespace chandler::migrate::lint
