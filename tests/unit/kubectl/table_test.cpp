#include "cli/kubectl/table.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::cli::kubectl {
namespace {

constexpr Palette colours{.good = "<g>", .waiting = "<w>", .bad = "<b>", .dim = "<d>", .off = "</>"};

}  // namespace

TEST_CASE("columns are as wide as what is in them, in characters") {
  Table table({"NAME", "STATE"});
  table.add({"борщ", {"Ready", Tone::good}});
  table.add({"order-food", ""});
  CHECK(table.text({}) ==
        "NAME         STATE\n"
        "борщ         Ready\n"
        "order-food   -\n");
  CHECK(table.text({}, false) ==
        "борщ         Ready\n"
        "order-food   -\n");
}

TEST_CASE("colours take no room") {
  Table table({"A", "B"});
  table.add({{"x", Tone::bad}, {"y", Tone::good}});
  CHECK(table.text(colours) == "A   B\n<b>x</>   <g>y</>\n");
}

TEST_CASE("rows without heads stand below those of before") {
  Table table({"NAMESPACE", "B"});
  table.add({"x", "y"});
  CHECK(table.text({}, false) == "x           y\n");
}

TEST_CASE("what others wrote stays on its line and moves no cursor") {
  Table table({"A"});
  table.add({"one\ntwo\x1b[2J"});
  CHECK(table.text({}) == "A\none two [2J\n");
}

}  // namespace chandler::cli::kubectl
