#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chandler::cli::kubectl::check {

enum class Verdict : std::uint8_t {
  ok,
  wrong,   // a person must do something
  unknown  // it could not be looked at
};

constexpr std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return "ok";
    case Verdict::wrong:
      return "wrong";
    case Verdict::unknown:
      break;
  }
  return "unknown";
}

// One line of `kubectl chandler check`.
struct Finding {
  Verdict verdict = Verdict::ok;
  std::string subject;  // "certificate"
  std::string text;     // what is so
  std::string remedy;   // what to do, or empty
};

using Findings = std::vector<Finding>;

// The exit code: 2 when something is wrong, 1 when something could not be looked at.
int exit_code_of(const Findings& findings);

}  // namespace chandler::cli::kubectl::check
