#include <array>

#include "init/migrate/layout/layout.hpp"

namespace chandler::migrate {

std::span<const Layout* const> layouts() {
  static const std::array<const Layout*, 5> all{&flyway(), &golang_migrate(), &goose(), &dbmate(), &sqlx()};
  return all;
}

std::size_t SourceText::in_file(std::size_t at) const {
  std::size_t file = at;
  for (const Replacement& each : replacements) {
    if (at < each.at) break;
    if (at < each.at + each.length) return file - (at - each.at);
    file = file - each.length + each.original;
  }
  return file;
}

}  // namespace chandler::migrate
