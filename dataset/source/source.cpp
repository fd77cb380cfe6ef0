#include "dataset/source/source.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <system_error>
#include <utility>

#include "dataset/source/describe.hpp"

namespace chandler::dataset {
namespace {

namespace fs = std::filesystem;

std::unexpected<core::Error> fail(std::string code, std::string where, std::string message, std::string hint = {}) {
  return std::unexpected(core::Error{
      .code = std::move(code), .message = std::move(message), .where = std::move(where), .hint = std::move(hint)});
}

// Made by mkfs on every ext4 volume.
bool left_out(const std::string& name) {
  return name.starts_with('.') || name == "lost+found";
}

core::Expected<std::vector<fs::path>> folder_entries(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (!left_out(entry->path().filename().string())) files.push_back(entry->path());
  }
  if (error)
    return fail("load.unreadable", folder.string(), std::format("cannot read the folder: {}", error.message()));
  std::ranges::sort(files);
  return files;
}

core::Expected<void> must_be_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_regular_file(status)) return {};
  if (!fs::exists(status)) {
    return fail("load.source_missing", path.string(), "there is no such file", "Is it a link to nothing?");
  }
  if (fs::is_directory(status)) {
    return fail("load.unsupported", path.string(), "folders inside a source are not read",
                "Give each folder a --source of its own");
  }
  return fail("load.unsupported", path.string(), "it is not a regular file");
}

core::Expected<std::vector<fs::path>> files_of(const std::string& source) {
  std::error_code error;
  const fs::file_status status = fs::status(source, error);
  if (!fs::exists(status)) {
    return fail("load.source_missing", source, "there is no such file or folder",
                "Is the volume mounted there, and does the image hold it?");
  }
  if (!fs::is_directory(status)) return std::vector<fs::path>{source};
  auto files = folder_entries(source);
  if (files && files->empty()) {
    return fail("load.source_empty", source, "the folder holds no file to load",
                "Is the volume mounted there? Expected files such as TABLE.csv");
  }
  return files;
}

// A download's path says nothing to a person.
std::string shown(const SourceFile& file) {
  return file.path.filename() == file.name ? file.path.string() : file.name;
}

core::Expected<void> refuse_duplicates(const std::vector<SourceFile>& files) {
  for (auto file = files.begin(); file != files.end(); ++file) {
    const auto other = std::ranges::find(files.begin(), file, file->table, &SourceFile::table);
    if (other == file) continue;
    return fail("load.duplicate_table", shown(*file),
                std::format("{} is for the same table {}", shown(*other), file->table.display()),
                "One run loads a table from one file: join them, or run load twice");
  }
  return {};
}

core::Expected<std::vector<SourceFile>> named(const std::vector<fs::path>& files) {
  std::vector<SourceFile> out;
  for (const fs::path& path : files) {
    auto table = table_of_file(path.filename().string());
    if (!table) return std::unexpected(table.error());
    out.push_back({.path = path, .name = path.filename().string(), .table = table->table, .format = table->format});
  }
  return out;
}

core::Expected<std::vector<SourceFile>> described_or_named(std::vector<fs::path> files) {
  const auto load_yaml =
      std::ranges::find(files, description::file_name, [](const fs::path& path) { return path.filename().string(); });
  const bool described = load_yaml != files.end();
  const fs::path description = described ? *load_yaml : fs::path();
  if (described) files.erase(load_yaml);
  auto listed = described ? describe(description, files) : named(files);
  if (!listed) return listed;
  for (const SourceFile& file : *listed) {
    if (file.address) continue;
    if (auto regular = must_be_file(file.path); !regular) return std::unexpected(regular.error());
  }
  return listed;
}

}  // namespace

core::Expected<std::vector<SourceFile>> list_sources(std::span<const std::string> sources,
                                                     std::span<const SourceFile> downloaded) {
  std::vector<SourceFile> out(downloaded.begin(), downloaded.end());
  for (const std::string& source : sources) {
    auto files = files_of(source);
    if (!files) return std::unexpected(files.error());
    auto listed = described_or_named(*files);
    if (!listed) return std::unexpected(listed.error());
    std::ranges::move(*listed, std::back_inserter(out));
  }
  if (auto unique = refuse_duplicates(out); !unique) return std::unexpected(unique.error());
  return out;
}

core::Expected<std::vector<SourceFile>> list_single(std::span<const std::string> sources, const TableName& table,
                                                    std::span<const SourceFile> downloaded) {
  std::vector<fs::path> all;
  for (const std::string& source : sources) {
    auto files = files_of(source);
    if (!files) return std::unexpected(files.error());
    all.insert(all.end(), files->begin(), files->end());
  }
  if (all.size() + downloaded.size() != 1) {
    return std::unexpected(core::Error{
        .outcome = core::Outcome::usage,
        .code = "load.bad_flag",
        .message = std::format("it names one table, but there are {} files", all.size() + downloaded.size()),
        .where = "--table",
        .hint = "Leave --table out: each file's name gives its table"});
  }
  if (all.empty()) {
    SourceFile file = downloaded.front();
    file.table = table;
    return std::vector<SourceFile>{std::move(file)};
  }
  const fs::path& path = all.front();
  const std::string name = path.filename().string();
  const auto format = format_of_file(name);
  if (!format) return std::unexpected(format.error());
  if (format->format.kind == Format::Kind::sql) {
    return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                       .code = "load.bad_flag",
                                       .message = std::format("{} is a script, which names its tables itself", name),
                                       .where = "--table",
                                       .hint = "Leave --table out"});
  }
  if (auto regular = must_be_file(path); !regular) return std::unexpected(regular.error());
  return std::vector<SourceFile>{{.path = path, .name = name, .table = table, .format = format->format}};
}

}  // namespace chandler::dataset
