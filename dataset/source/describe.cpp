#include "dataset/source/describe.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "core/text/nearest.hpp"
#include "dataset/content/content.hpp"
#include "dataset/copy_text/record.hpp"
#include "dataset/description/parse.hpp"
#include "dataset/download/address.hpp"
#include "dataset/fault/failure.hpp"

namespace chandler::dataset {
namespace {

namespace fs = std::filesystem;
using description::Description;
using description::Entry;
using description::FileFormat;

core::Expected<std::string> text_of(const fs::path& file) {
  auto reader = FileReader::open(file);
  if (!reader) return std::unexpected(reader.error());
  std::string text;
  while (text.size() <= description::longest_text) {
    const auto piece = reader->read();
    if (!piece) return std::unexpected(piece.error());
    if (piece->empty()) break;
    text += *piece;
  }
  return text;
}

core::Expected<void> all_are_listed(const Description& description, const std::vector<fs::path>& files) {
  for (const fs::path& file : files) {
    const std::string name = file.filename().string();
    if (std::ranges::contains(description.data_sets, name, &Entry::file)) continue;
    return std::unexpected(
        core::Error{.code = "load.bad_description",
                    .message = std::format("the file {} lies beside it and is not in data_sets", name),
                    .where = std::string(description::file_name),
                    .hint = std::format("{} List it, with file: {} alone if that will do", nothing_loaded, name)});
  }
  return {};
}

core::Expected<fs::path> path_of(const Entry& entry, const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  for (const fs::path& file : files) {
    names.push_back(file.filename().string());
    if (names.back() == entry.file) return file;
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string_view near = core::text::nearest(entry.file, views);
  return std::unexpected(description::refusal(entry.mark, std::format("there is no file {} beside it", entry.file),
                                              near.empty() ? "" : std::format("Did you mean {}?", near)));
}

Format format_of(const Entry& entry, Format format) {
  if (entry.format) {
    format = {};
    if (*entry.format == FileFormat::tsv) format.csv.delimiter = '\t';
    if (*entry.format == FileFormat::ndjson) format.kind = Format::Kind::ndjson;
    if (*entry.format == FileFormat::text) {
      format.kind = Format::Kind::text;
      format.csv.delimiter = copy_text::standard_delimiter;
      format.csv.null = copy_text::standard_null;
    }
    if (*entry.format == FileFormat::json) format.kind = Format::Kind::json;
  }
  CsvOptions& csv = format.csv;
  csv.delimiter = entry.delimiter.value_or(csv.delimiter);
  csv.quote = entry.quote.value_or(csv.quote);
  csv.escape = entry.escape.value_or(csv.quote);
  csv.null = entry.null.value_or(csv.null);
  csv.header = entry.header.value_or(csv.header);
  return format;
}

// `name`: the file's own, also where that is at an address.
core::Expected<SourceFile> described(const Entry& entry, fs::path path, const std::string& name) {
  const auto at = [&](const core::Error& error) {
    return std::unexpected(description::refusal(entry.mark, std::format("{}: {}", name, error.message), error.hint));
  };
  SourceFile out{.path = std::move(path), .name = name, .entry = std::make_shared<const Entry>(entry)};
  const auto by_ending = dataset::format_of(name);
  if (!by_ending && !entry.format) return at(format_of_file(name).error());
  out.format = format_of(entry, by_ending ? by_ending->format : Format{});
  if (!entry.table.empty()) {
    auto table = table_of_flag(entry.table);
    if (!table) return at(table.error());
    out.table = *std::move(table);
    return out;
  }
  auto table = table_of_file(name);
  if (!table) return at(table.error());
  out.table = std::move(table->table);
  return out;
}

core::Expected<SourceFile> find(const Entry& entry, const std::vector<fs::path>& files) {
  if (!core::text::looks_like_url(entry.file)) {
    return path_of(entry, files).and_then([&](fs::path path) { return described(entry, std::move(path), entry.file); });
  }
  auto address = parse_address(entry.file);
  if (!address) return std::unexpected(address.error());
  auto file = described(entry, {}, address->file_name);
  if (file) file->address = std::make_shared<const Address>(*std::move(address));
  return file;
}

}  // namespace

core::Expected<std::vector<SourceFile>> describe(const fs::path& load_yaml, const std::vector<fs::path>& files) {
  const auto text = text_of(load_yaml);
  if (!text) return std::unexpected(text.error());
  const auto description = description::parse(*text);
  if (!description) return std::unexpected(description.error());
  if (auto listed = all_are_listed(*description, files); !listed) return std::unexpected(listed.error());
  std::vector<SourceFile> out;
  for (const Entry& entry : description->data_sets) {
    auto file = find(entry, files);
    if (!file) return std::unexpected(file.error());
    out.push_back(*std::move(file));
  }
  return out;
}

}  // namespace chandler::dataset
