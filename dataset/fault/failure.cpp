#include "dataset/fault/failure.hpp"

#include <format>
#include <utility>

namespace chandler::dataset {

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
  out.hint = out.hint.empty() ? std::string(nothing_loaded) : std::format("{} {}", nothing_loaded, out.hint);
  return out;
}

}  // namespace chandler::dataset
