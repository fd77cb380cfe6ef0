#include <array>

#include "core/annotations/directives/grammar.hpp"
#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"
#include "core/text/duration.hpp"

namespace chandler::core::annotations {
namespace {

constexpr std::array<std::string_view, 6> layouts{"auto", "flyway", "golang-migrate", "goose", "dbmate", "sqlx"};
constexpr std::array<std::string_view, 2> on_ahead{"fail", "allow"};
constexpr std::array<std::string_view, 3> lint{"off", "warn", "refuse"};

// A version as the layouts write them: digits, or digits with dots and underscores.
text::Parsed<std::string> parse_version(std::string_view value) {
  static constexpr std::size_t longest = 64;
  const bool valid = !value.empty() && value.size() <= longest && value.front() >= '0' && value.front() <= '9' &&
                     value.find_first_not_of("0123456789._") == std::string_view::npos;
  if (valid) return std::string(value);
  return text::mismatch("is not a version such as 42, 1.2 or 20260131120000");
}

constexpr auto migrate = &ProvisionSpec::migrate;

constexpr auto table = std::to_array<Directive>({
    {.name = "migrate",
     .group = Group::migrate,
     .grammar = source_grammar,
     .meaning = "The folder of migrations. The pod's own containers start only after all of them are applied.",
     .causes = "init container chandler-migrate",
     .read = into<parse_migrations_source, migrate, &ProvisionSpec::Migrate::source>,
     .on_bad = Severity::refuse,
     .task = true},
    {.name = "migrate-layout",
     .group = Group::migrate,
     .grammar = "auto, flyway, golang-migrate, goose, dbmate or sqlx",
     .fallback = "auto",
     .meaning = "Whose file names, history table and lock these are.",
     .causes = "--layout of chandler-migrate",
     .read = into<choice<layouts>, migrate, &ProvisionSpec::Migrate::layout>,
     .on_bad = Severity::refuse,
     .needs = "migrate"},
    {.name = "migrate-target",
     .group = Group::migrate,
     .grammar = "a version",
     .fallback = "the newest",
     .meaning = "Stop after this version.",
     .causes = "--target of chandler-migrate",
     .read = into<parse_version, migrate, &ProvisionSpec::Migrate::target>,
     .on_bad = Severity::refuse,
     .needs = "migrate"},
    {.name = "migrate-lock-timeout",
     .group = Group::migrate,
     .grammar = "duration",
     .fallback = "5s",
     .meaning = "How long a statement waits for a table's lock before it gives way and tries again.",
     .causes = "--lock-timeout of chandler-migrate",
     .read = into<text::parse_duration, migrate, &ProvisionSpec::Migrate::lock_timeout>,
     .needs = "migrate"},
    {.name = "migrate-statement-timeout",
     .group = Group::migrate,
     .grammar = "duration",
     .fallback = "0s: none",
     .meaning = "How long one statement may run.",
     .causes = "--statement-timeout of chandler-migrate",
     .read = into<text::parse_duration, migrate, &ProvisionSpec::Migrate::statement_timeout>,
     .needs = "migrate"},
    {.name = "migrate-on-ahead",
     .group = Group::migrate,
     .grammar = "fail or allow",
     .fallback = "fail",
     .meaning =
         "What to do when the database holds newer versions than the files, as after a rollback of the application.",
     .causes = "--on-ahead of chandler-migrate",
     .read = into<choice<on_ahead>, migrate, &ProvisionSpec::Migrate::on_ahead>,
     .on_bad = Severity::refuse,
     .needs = "migrate"},
    {.name = "migrate-lint",
     .group = Group::migrate,
     .grammar = "off, warn or refuse",
     .fallback = "off",
     .meaning = "What to do about pending statements that would block a table in use, or break the version of the "
                "application that still runs: nothing, log them, or apply none of them.",
     .causes = "--lint of chandler-migrate",
     .read = into<choice<lint>, migrate, &ProvisionSpec::Migrate::lint>,
     .on_bad = Severity::refuse,
     .needs = "migrate"},
});

}  // namespace

std::span<const Directive> migrate_directives() {
  return table;
}

}  // namespace chandler::core::annotations
