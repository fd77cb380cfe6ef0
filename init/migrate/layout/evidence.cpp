#include "init/migrate/layout/evidence.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <set>
#include <string_view>

#include "init/migrate/layout/dbmate/blocks.hpp"
#include "init/migrate/layout/goose/annotation.hpp"
#include "init/migrate/source/lines.hpp"

namespace chandler::migrate {
namespace {

// Of a folder of ten thousand files these tell enough: the first and the last of them.
constexpr std::size_t opened_at_each_end = 2;

// `sqlx migrate add` writes the first line, "-- no-transaction" is its directive.
bool is_sqlx(std::string_view text) {
  return text.starts_with("-- no-transaction") || text.starts_with("-- Add migration script here") ||
         text.starts_with("-- Add up migration script here") || text.starts_with("-- Add down migration script here");
}

// By name alone: a way up or down of its own, as golang-migrate and sqlx write them.
bool is_one_way(std::string_view file) {
  return golang_migrate().owns(file);
}

core::Expected<Evidence> look_into(const Folder& folder, const std::string& file) {
  const auto view = folder.view(file);
  if (!view) return std::unexpected(view.error());
  Lines lines(folder, *view);
  while (const auto line = lines.next()) {
    // Neither tool allows a statement before its first directive.
    const std::string_view words = without_blanks(line->text);
    if (!words.empty() && !words.starts_with("--")) break;
    const auto annotation = goose_layout::annotation_of(line->text);
    if (annotation && *annotation) return Evidence{&goose(), std::format("{} holds \"-- +goose\" directives", file)};
    if (dbmate_layout::begins_up(line->text)) return Evidence{&dbmate(), file + " holds \"-- migrate:up\""};
  }
  if (is_sqlx(*view)) return Evidence{&sqlx(), std::format("{} begins as sqlx writes it", file)};
  if (is_one_way(file)) return Evidence{&golang_migrate(), "the folder holds " + file};
  if (sqlx().owns(file)) return Evidence{&sqlx(), file + " holds no directive of goose or dbmate"};
  return Evidence{};
}

std::set<std::string> ends_of(const std::vector<std::string>& files) {
  std::set<std::string> out;
  for (std::size_t i = 0; i < std::min(opened_at_each_end, files.size()); ++i) {
    out.insert(files[i]);
    out.insert(files[files.size() - 1 - i]);
  }
  return out;
}

}  // namespace

core::Expected<std::vector<Evidence>> find_evidence(const Folder& folder) {
  std::vector<Evidence> found;
  std::vector<std::string> one_way;
  std::vector<std::string> numbered;
  for (const std::string& file : folder.files()) {
    if (flyway().owns(file)) {
      if (found.empty()) found.push_back({&flyway(), "the folder holds " + file});
    } else if (is_one_way(file)) {
      one_way.push_back(file);
    } else if (goose().owns(file) || dbmate().owns(file) || sqlx().owns(file)) {
      numbered.push_back(file);
    }
  }
  std::set<std::string> opened = ends_of(one_way);
  opened.merge(ends_of(numbered));
  for (const std::string& file : opened) {
    auto evidence = look_into(folder, file);
    if (!evidence) return std::unexpected(evidence.error());
    const bool known = evidence->layout == nullptr || std::ranges::contains(found, evidence->layout, &Evidence::layout);
    if (!known) found.push_back(*std::move(evidence));
  }
  std::vector<Evidence> out;
  for (const Layout* layout : layouts()) {
    const auto at = std::ranges::find(found, layout, &Evidence::layout);
    if (at != found.end()) out.push_back(*at);
  }
  return out;
}

}  // namespace chandler::migrate
