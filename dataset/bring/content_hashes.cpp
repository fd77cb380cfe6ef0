#include "dataset/bring/content_hashes.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "dataset/content/content.hpp"
#include "dataset/description/digest.hpp"
#include "dataset/ledger/ledger.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

// Below it a file is hashed sooner than the database answers a question.
constexpr std::int64_t worth_sparing = std::int64_t{16} * 1024 * 1024;

core::Expected<std::optional<FileIdentity>> hashed_later(Session& session, const SourceFile& file) {
  if (!file.hash.empty() || is_script(file)) return std::nullopt;
  const auto identity = identity_of(file.path);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  if (!identity || identity->bytes < worth_sparing || !is_settled(*identity, now)) return std::nullopt;
  const auto loaded = ever_loaded(session, file.table);
  if (!loaded) return std::unexpected(loaded.error());
  return *loaded ? std::nullopt : identity;
}

core::Expected<ContentHash> hash_one(Session& session, const SourceFile& file, const std::stop_token& stop) {
  if (file.remote) return ContentHash(std::string());  // known when its rows were read
  const auto later = hashed_later(session, file);
  if (!later) return std::unexpected(later.error());
  if (*later) return ContentHash(**later);
  auto hash = file.hash.empty() ? hash_of(file.path, stop) : file.hash;
  if (!hash) return std::unexpected(hash.error());
  return ContentHash(description::content_hash(*std::move(hash), file.entry.get()));
}

}  // namespace

core::Expected<std::vector<ContentHash>> hash_all(Session& session, std::span<const SourceFile> files,
                                                  const std::stop_token& stop) {
  std::vector<ContentHash> hashes;
  for (const SourceFile& file : files) {
    auto hash = hash_one(session, file, stop);
    if (!hash) return std::unexpected(hash.error());
    hashes.push_back(*std::move(hash));
  }
  return hashes;
}

}  // namespace chandler::dataset
