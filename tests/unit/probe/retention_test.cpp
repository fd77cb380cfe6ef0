#include "cron/probe/publish/retention.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

namespace chandler::probe {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

constexpr std::chrono::sys_time<std::chrono::milliseconds> now =
    std::chrono::sys_days(2026y / 11 / 22) + 2h + 29min + 42s + 123ms;

std::string report(std::chrono::milliseconds ago, std::uint32_t unique = 0x5f0c11aa) {
  return report_name(now - ago, unique);
}

TEST_CASE("a report's name is its time, and is read back") {
  CHECK(report(0ms) == "probe-20261122T022942.123Z-5f0c11aa.json");
  CHECK(report_time(report(0ms)) == now);
  CHECK(report_time(report_name(now + 877ms, 7)) == now + 877ms);
}

TEST_CASE("what else is in the folder is no report") {
  for (const std::string name :
       {"state.json", "probe-.json", "probe-20261122T022942.123Z-5f0c11aa.json.gz",
        "probe-20261122T022942.123Z-5f0c11aa", "probe-20261322T022942.123Z-5f0c11aa.json",
        "probe-2026112AT022942.123Z-5f0c11aa.json", "other-20261122T022942.123Z-5f0c11aa.json", ""}) {
    INFO(name);
    CHECK_FALSE(report_time(name));
  }
}

TEST_CASE("the newest so many stay, whatever their order in the folder") {
  const Names names{report(2h), "state.json", report(0ms), report(3h), report(1h, 1), report(1h, 2)};
  Names gone = to_remove(names, Retention(std::size_t{3}), now);
  std::ranges::sort(gone);
  CHECK(gone == Names{report(3h), report(2h)});
  CHECK(to_remove(names, Retention(std::size_t{5}), now).empty());
}

TEST_CASE("those that are no older stay") {
  const Names names{report(0ms), report(720h), report(720h + 1ms)};
  CHECK(to_remove(names, Retention(std::chrono::milliseconds(720h)), now) == Names{report(720h + 1ms)});
}

TEST_CASE("what a kill left goes after a day, when nobody can be writing it") {
  const std::string fresh = "." + report(1h) + ".0123abcd.new";
  const std::string old = "." + report(25h) + ".0123abcd.new";
  const std::string strange = ".probe-whatever.new";
  CHECK(to_remove(Names{fresh, old, strange}, Retention(std::size_t{1}), now) == Names{old});
}

TEST_CASE("a number or a duration, from 1 on") {
  CHECK(parse_retention("1") == Retention(std::size_t{1}));
  CHECK(parse_retention("720h") == Retention(std::chrono::milliseconds(720h)));
  for (const std::string_view wrong : {"", "0", "0s", "-1", "90d", "all"}) {
    INFO(wrong);
    CHECK_FALSE(parse_retention(wrong));
  }
}

}  // namespace
}  // namespace chandler::probe
