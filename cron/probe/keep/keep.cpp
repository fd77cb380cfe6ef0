#include "cron/probe/keep/keep.hpp"

#include "cron/probe/keep/database_keep.hpp"
#include "cron/probe/keep/file_keep.hpp"

namespace chandler::probe {

std::unique_ptr<Keep> make_keep(const KeepOptions& options, const platform::postgres::ConnectionSettings& database) {
  if (options.in_database) return std::make_unique<DatabaseKeep>();
  if (!options.file.empty()) return std::make_unique<FileKeep>(options.file, database.describe());
  return nullptr;
}

}  // namespace chandler::probe
