#include "platform/http/http_date.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::tests {

using platform::http::parse_http_date;

TEST_CASE("a date is read as servers write it") {
  using namespace std::chrono_literals;
  using std::chrono::sys_days;
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == sys_days(1994y / 11 / 6) + 8h + 49min + 37s);
  CHECK(parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT") == sys_days(2024y / 3 / 1));
}

TEST_CASE("what is no such date is none") {
  for (const char* text :
       {"", "Sun, 06 Nov 1994 08:49:37 UTC", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 0x Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:-7 GMT"}) {
    INFO(text);
    CHECK_FALSE(parse_http_date(text));
  }
}

}  // namespace chandler::tests
