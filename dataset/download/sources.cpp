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

}  // namespace

core::Expected<Fetched> fetch_sources(std::span<const std::string> sources, bool any_table,
                                      const DownloadOptions& options, const std::stop_token& stop) {
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
    auto downloaded = downloader->get({.address = one.address, .known = {}}, stop);
    if (!downloaded) return std::unexpected(downloaded.error());
    fetched.contents.push_back(*std::move(downloaded->content));
    fetched.files.push_back({.path = fetched.contents.back().path(),
                             .name = one.address.file_name,
                             .table = std::move(one.table),
                             .format = one.format,
                             .hash = std::move(downloaded->sha256)});
  }
  return fetched;
}

}  // namespace chandler::dataset
