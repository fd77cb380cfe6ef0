#include "dataset/policy/policy.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "core/text/counted.hpp"
#include "dataset/fault/failure.hpp"
#include "platform/http/http_date.hpp"

namespace chandler::dataset {
namespace {

std::unexpected<core::Error> refused(std::string code, const std::string& file, std::string message,
                                     std::string_view hint) {
  return std::unexpected(core::Error{.code = std::move(code),
                                     .message = std::move(message),
                                     .where = file,
                                     .hint = std::format("{} {}", nothing_loaded, hint)});
}

}  // namespace

std::optional<Mode> mode_named(std::string_view name) {
  const auto found = std::ranges::find(mode_names, name);
  if (found == mode_names.end()) return std::nullopt;
  return static_cast<Mode>(found - mode_names.begin());
}

std::string_view name_of(Purpose purpose) {
  return purpose == Purpose::load ? "load" : "refresh";
}

bool leaves_exact_copy(const Policy& policy) {
  return policy.mode == Mode::swap || (policy.mode == Mode::merge && policy.delete_vanished);
}

core::Expected<void> check_rows(const Guards& guards, std::int64_t read, const std::string& file) {
  if (read == 0 && !guards.empty_allowed) {
    return refused("refresh.empty_source", file, "the source holds no row",
                   "Was it cut short? If it is meant to be empty: --allow-empty");
  }
  if (read < guards.min_rows) {
    return refused("refresh.too_few_rows", file,
                   std::format("the source holds {} rows, fewer than the {} of --min-rows", read, guards.min_rows),
                   "Was it cut short?");
  }
  return {};
}

core::Expected<void> check_deletions(const Guards& guards, std::int64_t deleted, std::int64_t before,
                                     const std::string& file) {
  if (!guards.max_delete || deleted == 0 || before == 0) return {};
  const double percent = 100.0 * static_cast<double>(deleted) / static_cast<double>(before);
  if (percent <= guards.max_delete->percent) return {};
  return refused(
      "refresh.too_many_deletions", file,
      std::format("{} of the table's {} rows are not in the source: {:.1f} %, more than the {} % of --max-delete",
                  deleted, before, percent, guards.max_delete->percent),
      "Was it cut short? If so many are meant to go, raise --max-delete for one run");
}

core::Expected<void> check_columns(const Guards& guards, std::span<const std::string> gone, const std::string& file) {
  if (guards.columns_may_go || gone.empty()) return {};
  std::string names;
  for (const std::string& name : gone) names += (names.empty() ? "" : ", ") + name;
  return refused("refresh.columns_gone", file,
                 std::format("the source had {} when the table was last brought, and has {} no more: {}",
                             core::text::counted(gone.size(), "column"), gone.size() == 1 ? "it" : "them", names),
                 "Rows would keep their old values there, and new ones take the default. If that is meant: "
                 "--allow-missing-columns");
}

core::Expected<void> check_age(const Guards& guards, const std::string& modified, const std::string& loaded,
                               const std::string& file) {
  if (guards.older_allowed) return {};
  const auto now = platform::http::parse_http_date(modified);
  const auto before = platform::http::parse_http_date(loaded);
  if (!now || !before || *now >= *before) return {};
  return refused("refresh.older_source", file,
                 std::format("the source was last modified at {}, and what is loaded at {}", modified, loaded),
                 "Does a server or a cache still have an old version? If it is meant to go back: --allow-older");
}

}  // namespace chandler::dataset
