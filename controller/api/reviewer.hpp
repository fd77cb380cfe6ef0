#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "controller/api/caller.hpp"
#include "core/error.hpp"

namespace chandler::controller::api {

inline constexpr std::string_view audience = "chandler.dev";

// Who asks the API server about tokens and rights; the seam that tests stand at. Blocks. Threads: any.
class Reviewer {
 public:
  Reviewer() = default;
  virtual ~Reviewer() = default;
  Reviewer(const Reviewer&) = delete;
  Reviewer& operator=(const Reviewer&) = delete;
  Reviewer(Reviewer&&) = delete;
  Reviewer& operator=(Reviewer&&) = delete;

  // Nullopt: the token does not count, or not for our audience. An error: there is no answer.
  virtual core::Expected<std::optional<Caller>> authenticate(std::string_view token) = 0;
  virtual core::Expected<bool> allows(const Caller& caller, const Right& right) = 0;
};

}  // namespace chandler::controller::api
