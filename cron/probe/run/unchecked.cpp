#include "cron/probe/run/unchecked.hpp"

#include <format>

namespace chandler::probe {
namespace {

Finding finding(const Check& check, std::string_view what, std::string meaning, std::string remedy) {
  return {.id = std::format("{}.{}", check.name, what),
          .severity = Severity::unchecked,
          .object = {},
          .figures = {},
          .meaning = std::move(meaning),
          .remedy = std::move(remedy)};
}

}  // namespace

Finding unchecked(const Check& check, const platform::postgres::ServerError& error) {
  if (error.stopped) return not_begun(check, true);
  if (error.is("42501")) {
    return finding(check, "not_allowed", error.message, std::format("this check wants: {}", check.rights));
  }
  if (error.is("57014")) {
    return finding(check, "out_of_time", "the time budget was over in the middle of a statement",
                   "give a larger --time-budget");
  }
  if (error.is("55P03")) {
    return finding(check, "locked", "a lock was not to be had in time: " + error.message,
                   "run it again when no ALTER TABLE, VACUUM FULL or the like is at work");
  }
  return finding(check, error.connection_lost ? "connection_lost" : "failed", error.message, error.hint);
}

Finding too_old(const Check& check, int server_version) {
  return finding(check, "too_old",
                 std::format("it needs PostgreSQL {}, and this is {}", check.since / 10'000, server_version / 10'000),
                 {});
}

Finding lost(const Check& check, const core::Error& error) {
  return finding(check, "connection_lost", core::describe(error), error.hint);
}

Finding not_begun(const Check& check, bool stopped) {
  return stopped ? finding(check, "stopped", "the process was told to end", {})
                 : finding(check, "out_of_time", "the time budget was over before it began",
                           "give a larger --time-budget, or fewer checks");
}

}  // namespace chandler::probe
