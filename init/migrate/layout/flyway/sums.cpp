#include "init/migrate/layout/flyway/sums.hpp"

#include "init/migrate/layout/flyway/checksum.hpp"
#include "init/migrate/layout/flyway/placeholders.hpp"
#include "init/migrate/layout/flyway/side_file.hpp"

namespace chandler::migrate::flyway_layout {

core::Expected<std::int32_t> checksum_of(const Folder& folder, const File& file) {
  const auto bytes = folder.view(file.file);
  if (!bytes) return std::unexpected(bytes.error());
  Checksum sum;
  folder.sweep(*bytes, [&](std::string_view piece) { sum.add(piece); });
  return sum.value();
}

core::Expected<std::int32_t> repeatable_checksum(const Folder& folder, const File& file, const PlanSettings& settings) {
  const auto side = read_side_file(folder, file.file);
  if (!side) return std::unexpected(side.error());
  if (!side->placeholder_replacement) return checksum_of(folder, file);
  const auto bytes = folder.view(file.file);
  if (!bytes) return std::unexpected(bytes.error());
  if (!has_placeholders(*bytes, folder)) return checksum_of(folder, file);
  const auto text = replace_placeholders(*bytes, file.file, settings);
  if (!text) return std::unexpected(text.error());
  return checksum(text->sql);
}

}  // namespace chandler::migrate::flyway_layout
