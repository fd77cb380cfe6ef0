#include "platform/kubernetes/base64.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::platform::kubernetes {

// The vectors of RFC 4648, section 10.
TEST_CASE("base64 is that of RFC 4648, and back") {
  const std::pair<std::string, std::string> vectors[]{{"", ""},
                                                      {"f", "Zg=="},
                                                      {"fo", "Zm8="},
                                                      {"foo", "Zm9v"},
                                                      {"foob", "Zm9vYg=="},
                                                      {"fooba", "Zm9vYmE="},
                                                      {"foobar", "Zm9vYmFy"},
                                                      {std::string("\0\xff", 2), "AP8="}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(base64(bytes) == text);
    CHECK(from_base64(text) == bytes);
  }
}

TEST_CASE("folded lines are read, what is no base64 is not") {
  CHECK(from_base64("Zm9v\n  YmFy\r\n") == "foobar");
  for (const char* text : {"Zg", "Zg=", "Z===", "Zm9v!mFy", "====", "Zg==Zg=="}) {
    INFO(text);
    CHECK(!from_base64(text));
  }
}

}  // namespace chandler::platform::kubernetes
