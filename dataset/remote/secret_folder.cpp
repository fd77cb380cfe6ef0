#include "dataset/remote/secret_folder.hpp"

#include <format>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

namespace chandler::dataset::remote {
namespace {

namespace fs = std::filesystem;

// People write such files with an editor, which ends the last line.
std::optional<std::string> value_in(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::string value{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return std::nullopt;
  if (value.ends_with('\n')) value.pop_back();
  if (value.ends_with('\r')) value.pop_back();
  return value;
}

}  // namespace

core::Expected<platform::postgres::ConnectionSettings> read_secret_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return std::unexpected(core::Error{
        .code = "load.source_missing",
        .message = "there is no such folder with a Secret's files",
        .where = folder.string(),
        .hint = "Expected postgres:FOLDER?table=…, with the files uri; or host, port, dbname, user, password"});
  }
  const auto keys = [&folder](std::string_view key) { return value_in(folder / key); };
  auto settings = platform::postgres::settings_of_secret(keys, folder.string());
  const fs::path authority = folder / "ca.crt";
  if (settings && fs::is_regular_file(authority, error))
    settings->parameters.emplace("sslrootcert", authority.string());
  return settings;
}

}  // namespace chandler::dataset::remote
