#include "dataset/remote/secret_folder.hpp"

#include <string>
#include <system_error>

#include "platform/postgres/secret_folder.hpp"

namespace chandler::dataset::remote {

core::Expected<platform::postgres::ConnectionSettings> read_secret_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return std::unexpected(core::Error{
        .code = "load.source_missing",
        .message = "there is no such folder with a Secret's files",
        .where = folder.string(),
        .hint = "Expected postgres:FOLDER?table=…, with the files uri; or host, port, dbname, user, password"});
  }
  return platform::postgres::settings_of_folder(folder);
}

}  // namespace chandler::dataset::remote
