#include "core/error.hpp"

#include <format>

namespace chandler::core {

std::string describe(const Error& error) {
  std::string text = error.where.empty() ? error.message : std::format("{}: {}", error.where, error.message);
  if (!error.sqlstate.empty()) text += std::format(" (SQLSTATE {})", error.sqlstate);
  if (!error.hint.empty()) text += std::format(". {}", error.hint);
  return text;
}

}  // namespace chandler::core
