#include "init/migrate/layout/flyway/files.hpp"

#include <algorithm>
#include <cctype>
#include <format>
#include <utility>

namespace chandler::migrate::flyway_layout {
namespace {

constexpr std::string_view suffix = ".sql";

bool has_suffix(std::string_view name) {
  return name.size() >= suffix.size() &&
         std::ranges::equal(name.substr(name.size() - suffix.size()), suffix,
                            [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

core::Error twice(const std::string& what, const File& one, const File& other) {
  return {.code = "migrate.duplicate_version",
          .message = std::format("two files have {}: {} and {}", what, one.file, other.file),
          .where = other.file,
          .hint = "Give one of them a version of its own"};
}

template <typename Key>
core::Expected<void> add(std::map<Key, File>& to, const Key& key, File file, const std::string& what) {
  const auto [other, added] = to.emplace(key, file);
  if (!added) return std::unexpected(twice(what, other->second, file));
  return {};
}

}  // namespace

std::optional<FileName> parse_file_name(std::string_view file) {
  const std::size_t slash = file.rfind('/');
  std::string_view name = slash == std::string_view::npos ? file : file.substr(slash + 1);
  if (!has_suffix(name) || !std::string_view("VRBU").contains(name.front())) return std::nullopt;
  FileName out{.prefix = name.front(), .version = std::nullopt, .description = {}};
  name = name.substr(1, name.size() - 1 - suffix.size());
  const std::size_t separator = name.find("__");
  const std::string_view version = name.substr(0, separator);
  if (separator != std::string_view::npos) out.description = name.substr(separator + 2);
  std::ranges::replace(out.description, '_', ' ');
  if (out.prefix == 'R')
    return version.empty() && separator != std::string_view::npos ? std::optional(out) : std::nullopt;
  out.version = Version::parse(version);
  return out.version ? std::optional(out) : std::nullopt;
}

core::Expected<Files> sort_files(const Folder& folder) {
  Files out;
  for (const std::string& path : folder.files()) {
    const auto name = parse_file_name(path);
    if (!name) {
      if (has_suffix(path)) out.others.push_back(path);
      continue;
    }
    const File file{path, *name};
    core::Expected<void> added;
    if (name->prefix == 'R') {
      added = add(out.repeatable, name->description, file, std::format("the description \"{}\"", name->description));
    } else if (name->prefix == 'V') {
      added = add(out.versioned, *name->version, file, "version " + name->version->text());
    } else if (name->prefix == 'B') {
      added = add(out.baselines, *name->version, file, "baseline version " + name->version->text());
    }
    if (!added) return std::unexpected(added.error());
  }
  return out;
}

}  // namespace chandler::migrate::flyway_layout
