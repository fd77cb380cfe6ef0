#include "platform/kubernetes/token.hpp"

#include <fstream>
#include <utility>

namespace chandler::platform::kubernetes {
namespace {

constexpr std::chrono::minutes longest_age{1};

}  // namespace

const std::string& Token::current(Clock::time_point now) {
  if (!file_.empty() && (!read_ || now - *read_ >= longest_age)) renew(now);
  return text_;
}

bool Token::renew(Clock::time_point now) {
  if (file_.empty()) return false;
  std::ifstream file(file_);
  std::string text;
  if (!(file >> text)) return false;
  read_ = now;
  return std::exchange(text_, text) != text;
}

}  // namespace chandler::platform::kubernetes
