#include "dataset/fault/failure.hpp"

#include <format>
#include <utility>

namespace chandler::dataset {

std::string with_nothing_loaded(std::string_view hint) {
  return hint.empty() ? std::string(nothing_loaded) : std::format("{} {}", nothing_loaded, hint);
}

core::Error server_failure(const platform::postgres::ServerError& error, std::string where) {
  if (error.stopped) {
    return {.outcome = core::Outcome::could_not,
            .code = "stopped",
            .message = "stopped on request",
            .where = std::move(where),
            .hint = std::string(nothing_loaded)};
  }
  core::Error out = to_error(error, error.connection_lost ? "database.lost" : "load.failed", std::move(where));
  if (error.connection_lost) out.message = "the connection to the database broke: " + out.message;
  out.hint = with_nothing_loaded(out.hint);
  return out;
}

}  // namespace chandler::dataset
