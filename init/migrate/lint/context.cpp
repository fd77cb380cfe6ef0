#include "init/migrate/lint/context.hpp"

#include <array>
#include <format>

namespace chandler::migrate::lint {
namespace {

std::string in_words(std::uint64_t bytes) {
  static constexpr std::array<std::string_view, 4> units{"kB", "MB", "GB", "TB"};
  double amount = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (amount >= 1024 && unit + 1 < units.size()) {
    amount /= 1024;
    ++unit;
  }
  return std::format("{:.0f} {}", amount, units.at(unit));
}

std::string grouped(std::int64_t number) {
  std::string out = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3) {
    out.insert(static_cast<std::size_t>(at), ",");
  }
  return out;
}

}  // namespace

std::string Existing::text() const {
  if (known == nullptr || !known->extent) return name.text();
  const auto& [bytes, rows] = *known->extent;
  if (rows < 0) return std::format("{} ({})", name.text(), in_words(bytes));
  return std::format("{} ({}, about {} rows)", name.text(), in_words(bytes), grouped(rows));
}

std::optional<Existing> Context::existing(const Name& name) const {
  const Table* known = schema_.find(name);
  if (!schema_.in_use(known)) return std::nullopt;
  return Existing{name, known};
}

std::optional<Existing> Context::altered(const Statement& statement) const {
  if (!statement.alter_table || statement.alter_table->object != "OBJECT_TABLE") return std::nullopt;
  return existing(statement.alter_table->table);
}

}  // namespace chandler::migrate::lint
