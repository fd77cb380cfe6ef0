#include "platform/postgres/secret_folder.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

namespace chandler::platform::postgres {
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

core::Expected<ConnectionSettings> settings_of_folder(const fs::path& folder) {
  const auto keys = [&folder](std::string_view key) { return value_in(folder / key); };
  auto settings = settings_of_secret(keys, folder.string());
  const fs::path authority = folder / "ca.crt";
  std::error_code error;
  if (settings && fs::is_regular_file(authority, error))
    settings->parameters.emplace("sslrootcert", authority.string());
  return settings;
}

}  // namespace chandler::platform::postgres
