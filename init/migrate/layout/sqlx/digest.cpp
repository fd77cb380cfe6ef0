#include "init/migrate/layout/sqlx/digest.hpp"

#include <string_view>

#include "platform/digest/digest.hpp"

namespace chandler::migrate::sqlx_layout {

using platform::Sha384;

std::string digest(std::string_view text) {
  Sha384 sum;
  sum.update(text);
  return sum.hex();
}

core::Expected<std::string> digest_of(const Folder& folder, const std::string& file) {
  const auto view = folder.view(file);
  if (!view) return std::unexpected(view.error());
  Sha384 sum;
  if (folder.begins_with_mark(file)) sum.update(byte_order_mark);
  folder.sweep(*view, [&](std::string_view piece) { sum.update(piece); });
  return sum.hex();
}

}  // namespace chandler::migrate::sqlx_layout
