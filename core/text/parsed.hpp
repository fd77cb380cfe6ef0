#pragma once

#include <expected>
#include <string>

namespace chandler::core::text {

// Why a text is out of its grammar. `why` completes the sentence "VALUE …": "is not a duration such as 5s".
struct Mismatch {
  std::string why;
  std::string nearest;  // what was probably meant, or empty
};

template <typename T>
using Parsed = std::expected<T, Mismatch>;

inline std::unexpected<Mismatch> mismatch(std::string why, std::string nearest = {}) {
  return std::unexpected(Mismatch{std::move(why), std::move(nearest)});
}

}  // namespace chandler::core::text
