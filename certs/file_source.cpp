#include "certs/file_source.hpp"

#include <cerrno>
#include <cstring>
#include <format>
#include <fstream>
#include <sstream>

namespace chandler::certs {
namespace {

core::Expected<std::string> contents(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  if (file && (text << file.rdbuf())) return std::move(text).str();
  return std::unexpected(core::Error{.code = "certs.file",
                                     .message = std::format("cannot read it: {}", std::strerror(errno)),
                                     .where = path,
                                     .hint = "--tls-cert and --tls-key name PEM files that this user may read"});
}

}  // namespace

FileSource::FileSource(std::string chain_file, std::string key_file)
    : chain_file_(std::move(chain_file)), key_file_(std::move(key_file)) {}

core::Expected<Bundle> FileSource::load() {
  auto chain = contents(chain_file_);
  if (!chain) return std::unexpected(chain.error());
  auto key = contents(key_file_);
  if (!key) return std::unexpected(key.error());
  return Bundle{.chain = *std::move(chain), .key = *std::move(key)};
}

}  // namespace chandler::certs
