#include "dataset/bring/commit.hpp"

#include <algorithm>
#include <chrono>
#include <format>

#include "dataset/fault/failure.hpp"
#include "platform/postgres/wait.hpp"

namespace chandler::dataset {

using platform::postgres::Session;

core::Expected<Session> connect(const Options& options, const std::stop_token& stop) {
  platform::postgres::SessionOptions session{.application_name = std::format("chandler {}", name_of(options.purpose))};
  if (!options.pod.empty()) session.application_name += std::format(" ({})", options.pod);
  return connect_when_ready(options.database, session, {.timeout = options.database_wait}, stop);
}

namespace {

core::Expected<void> settle(const Options& options, std::span<const Question> evidence, const std::stop_token& stop) {
  core::Error doubt{
      .outcome = core::Outcome::could_not,
      .code = "load.in_doubt",
      .message = "the connection broke while the transaction was committed, and the database is away since",
      .hint = "Run it again: chandler.dataset_load tells it what is done"};
  Options patient = options;
  patient.database_wait = std::max(patient.database_wait, std::chrono::seconds(30));
  auto session = connect(patient, stop);
  if (!session) return std::unexpected(doubt);
  const auto loaded = already_loaded(*session, evidence);
  if (!loaded) return std::unexpected(doubt);
  if (std::ranges::all_of(*loaded, &Held::has_value)) return {};
  doubt.code = "database.lost";
  doubt.message = "the connection broke before the transaction was committed";
  doubt.hint = std::format("{} Run it again", nothing_loaded);
  return std::unexpected(doubt);
}

}  // namespace

core::Expected<void> commit(Session& session, const Options& options, std::span<const Question> evidence,
                            const std::stop_token& stop) {
  const auto ended = session.run("COMMIT");
  if (ended) return {};
  const bool unanswered = ended.error().connection_lost || (ended.error().sqlstate.empty() && !ended.error().stopped);
  if (unanswered) return settle(options, evidence, stop);
  return std::unexpected(server_failure(ended.error(), {}));
}

}  // namespace chandler::dataset
