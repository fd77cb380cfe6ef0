#include "dataset/download/sources.hpp"

#include <utility>

namespace chandler::dataset {
namespace {

struct Wanted {
  Address address;
  TableName table;
  Format format;
};

core::Expected<Wanted> wanted(const std::string& source, bool any_table) {
  auto address = parse_address(source);
  if (!address) return std::unexpected(address.error());
  const auto format = format_of_file(address->file_name);
  auto named = any_table ? format.transform([](const NamedFormat& of) { return NamedTable{{}, of.format}; })
                         : table_of_file(address->file_name);
  if (!named) {
    core::Error error = named.error();
    error.where = address->url.shown();
    return std::unexpected(std::move(error));
  }
  return Wanted{*std::move(address), std::move(named->table), named->format};
}

core::Expected<void> fetch(Wanted wanted, const Downloader& downloader, const AskKnown& ask,
                           const std::stop_token& stop, Fetched& fetched) {
  auto known = ask(wanted.table, wanted.address);
  if (!known) return std::unexpected(known.error());
  SourceFile file{.path = {},
                  .name = wanted.address.file_name,
                  .table = std::move(wanted.table),
                  .format = wanted.format,
                  .hash = {}};
  if (!known->hash.empty() && known->hash == wanted.address.sha256) {
    file.hash = std::move(known->hash);
    fetched.files.push_back(std::move(file));
    return {};
  }
  // Another version than the one that is asked for must not be taken for "not modified".
  if (known->hash.empty() || !wanted.address.sha256.empty()) known->validators = {};
  file.origin.address = wanted.address.url.shown();
  auto downloaded = downloader.get({.address = std::move(wanted.address), .known = known->validators}, stop);
  if (!downloaded) return std::unexpected(downloaded.error());
  if (downloaded->content) {
    file.path = downloaded->content->path();
    file.hash = std::move(downloaded->sha256);
    file.origin.etag = std::move(downloaded->validators.etag);
    file.origin.last_modified = std::move(downloaded->validators.last_modified);
    fetched.contents.push_back(*std::move(downloaded->content));
  } else {
    file.hash = std::move(known->hash);
  }
  fetched.files.push_back(std::move(file));
  return {};
}

}  // namespace

core::Expected<Fetched> fetch_sources(std::span<const std::string> sources, bool any_table,
                                      const DownloadOptions& options, const AskKnown& ask,
                                      const std::stop_token& stop) {
  Fetched fetched;
  std::vector<Wanted> all;
  for (const std::string& source : sources) {
    if (!core::text::looks_like_url(source)) {
      fetched.local.push_back(source);
      continue;
    }
    auto one = wanted(source, any_table);
    if (!one) return std::unexpected(one.error());
    all.push_back(*std::move(one));
  }
  if (all.empty()) return fetched;
  const auto downloader = Downloader::make(options);
  if (!downloader) return std::unexpected(downloader.error());
  for (Wanted& one : all) {
    if (auto got = fetch(std::move(one), *downloader, ask, stop, fetched); !got) return std::unexpected(got.error());
  }
  return fetched;
}

}  // namespace chandler::dataset
