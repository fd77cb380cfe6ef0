#include "dataset/remote/itself.hpp"

#include <format>

#include "dataset/fault/failure.hpp"
#include "dataset/remote/database.hpp"

namespace chandler::dataset::remote {

core::Expected<void> refuse_itself(platform::postgres::Session& session, const SourceFile& file, const Table& table) {
  if (!file.remote || file.remote->table_oid != table.oid) return {};
  const std::string& there = file.remote->database->identity();
  if (there.empty() || there != identity_of(session)) return {};
  return std::unexpected(
      core::Error{.code = "source.itself",
                  .message = std::format("it is the very table {} that it would be loaded into", table.name.display()),
                  .where = file.name,
                  .hint = std::format("{} Does the source's Secret name the database of the target?", nothing_loaded)});
}

}  // namespace chandler::dataset::remote
