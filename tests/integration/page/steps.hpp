#pragma once

#include <chrono>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/page/browser.hpp"
#include "tests/integration/page/page_server.hpp"
#include "tests/support/api/samples.hpp"

// What tests of the page begin with.
namespace chandler::tests {

inline std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// Order-food and its failing neighbour among so many others.
inline void fill(FakeRecords& records, std::size_t others) {
  for (std::size_t i = 0; i < others; ++i) records.put_provision(one_of_many(i, now()));
  records.put_provision(provision("shop", "Deployment", "order-food", healthy_status(now())));
  records.put_provision(provision("shop", "Deployment", "order-drinks", failing_status(now())));
}

// Clicks on a page that is polled could meet an element that is just being exchanged.
inline void show_detail(Browser& browser, const std::string& name) {
  browser.run("location.hash = '#/w/shop/Deployment/' + arguments[0]", {name});
  REQUIRE(browser.comes_to("document.querySelector('.detail section')"));
}

inline bool scrolls_sideways(Browser& browser) {
  return browser.run("return document.documentElement.scrollWidth > document.documentElement.clientWidth") == true;
}

}  // namespace chandler::tests
