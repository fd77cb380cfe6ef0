#include "dataset/fault/command.hpp"

#include "dataset/fault/failure.hpp"

namespace chandler::dataset {

core::Expected<void> command(platform::postgres::Session& session, std::string_view sql, const std::string& where) {
  if (auto done = session.run(sql); !done) return std::unexpected(server_failure(done.error(), where));
  return {};
}

void roll_back(platform::postgres::Session& session) {
  if (session.in_transaction()) static_cast<void>(session.run("ROLLBACK"));
}

}  // namespace chandler::dataset
