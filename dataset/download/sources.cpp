#include "dataset/download/sources.hpp"

#include <algorithm>
#include <optional>
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

// Fills in what comes of the address: the content, or the hash of what is known already.
core::Expected<std::optional<Spool>> fetch(SourceFile& file, Address address, Known known, const Downloader& downloader,
                                           const std::stop_token& stop) {
  if (!known.hash.empty() && known.hash == address.sha256) {
    file.hash = std::move(known.hash);
    return std::nullopt;
  }
  // Another version than the one that is asked for must not be taken for "not modified".
  if (known.hash.empty() || !address.sha256.empty()) known.validators = {};
  file.origin.address = address.url.shown();
  auto downloaded = downloader.get({.address = std::move(address), .known = known.validators}, stop);
  if (!downloaded) return std::unexpected(downloaded.error());
  if (!downloaded->content) {
    file.hash = std::move(known.hash);
    return std::nullopt;
  }
  file.path = downloaded->content->path();
  file.hash = std::move(downloaded->sha256);
  file.origin.etag = std::move(downloaded->validators.etag);
  file.origin.last_modified = std::move(downloaded->validators.last_modified);
  return std::move(downloaded->content);
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
    auto known = ask(one.table, one.address);
    if (!known) return std::unexpected(known.error());
    SourceFile file{.path = {}, .name = one.address.file_name, .table = std::move(one.table), .format = one.format};
    auto content = fetch(file, std::move(one.address), *std::move(known), *downloader, stop);
    if (!content) return std::unexpected(content.error());
    fetched.files.push_back(std::move(file));
    if (*content) fetched.contents.push_back(**std::move(content));
  }
  return fetched;
}

core::Expected<std::vector<Spool>> fetch_described(std::span<SourceFile> files, const DownloadOptions& options,
                                                   const AskKnownFile& ask, const std::stop_token& stop) {
  std::vector<Spool> contents;
  if (std::ranges::none_of(files, [](const SourceFile& file) { return file.address != nullptr; })) return contents;
  const auto downloader = Downloader::make(options);
  if (!downloader) return std::unexpected(downloader.error());
  for (SourceFile& file : files) {
    if (!file.address) continue;
    auto known = ask(file);
    if (!known) return std::unexpected(known.error());
    auto content = fetch(file, *file.address, *std::move(known), *downloader, stop);
    if (!content) return std::unexpected(content.error());
    if (*content) contents.push_back(**std::move(content));
  }
  return contents;
}

}  // namespace chandler::dataset
