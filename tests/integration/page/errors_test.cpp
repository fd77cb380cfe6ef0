#include "tests/integration/page/steps.hpp"

// The page when something is missing or away.
namespace chandler::tests {

TEST_CASE("what is wrong is said, and what is old is shown as such", "[page]") {
  PageServer server;
  Browser browser;
  browser.resize(1100, 700);

  SECTION("no token") {
    browser.open(server.address() + "/");
    REQUIRE(browser.comes_to("document.querySelector('.notice')"));
    CHECK(browser.text(".notice").contains("kubectl chandler ui"));
    CHECK(browser.text(".notice").contains("--audience chandler.dev"));
    browser.screenshot("no-token");
    fill(server.records, 0);
    browser.press(std::string("view-token") + key::enter);
    CHECK(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 2"));
  }
  SECTION("no workloads") {
    browser.open(server.address_with("edit-token"));
    REQUIRE(browser.comes_to("document.querySelector('.notice')"));
    CHECK(browser.text(".notice").contains("No workloads yet"));
    browser.screenshot("empty");
  }
  SECTION("a token that does not count, from the start and in the middle") {
    fill(server.records, 0);
    browser.open(server.address_with("nobodys-token"));
    REQUIRE(browser.comes_to("document.querySelector('#token')"));
    CHECK(browser.text(".notice").contains("does not accept this token"));
    browser.press(std::string("edit-token") + key::enter);
    REQUIRE(browser.comes_to("document.querySelector('.workloads tbody tr')"));
    server.reviewer.revoke("edit-token");
    CHECK(browser.comes_to("document.querySelector('#token')"));
    browser.screenshot("signed-out");
  }
  SECTION("no right anywhere") {
    fill(server.records, 0);
    server.reviewer.admit("stranger-token", "stranger");
    browser.open(server.address_with("stranger-token"));
    REQUIRE(browser.comes_to("document.querySelector('.notice')"));
    CHECK(browser.text(".notice").contains("stranger may list provisions.chandler.dev in none"));
    browser.screenshot("forbidden");
  }
  SECTION("rights in one namespace show that one") {
    fill(server.records, 50);
    browser.open(server.address_with("shop-token"));
    REQUIRE(browser.comes_to("document.querySelector('.workloads tbody tr')"));
    CHECK(browser.count(".workloads tbody tr") == 7);
    CHECK(browser.run(
              "return [...document.querySelectorAll('td.namespace')].every((cell) => cell.textContent === 'shop')") ==
          true);
  }
  SECTION("the API server is away, and comes back") {
    fill(server.records, 0);
    browser.open(server.address_with("edit-token"));
    REQUIRE(browser.comes_to("document.querySelector('.workloads tbody tr')"));
    server.reviewer.away = true;
    REQUIRE(browser.comes_to("!document.querySelector('#banner').hidden"));
    CHECK(browser.text("#banner").contains("Not up to date"));
    CHECK(browser.count(".workloads tbody tr") == 2);
    browser.screenshot("stale");
    server.reviewer.away = false;
    CHECK(browser.comes_to("document.querySelector('#banner').hidden"));
  }
  SECTION("the API server is away from the start") {
    server.reviewer.away = true;
    browser.open(server.address_with("edit-token"));
    REQUIRE(browser.comes_to("document.querySelector('.notice')"));
    CHECK(browser.text(".notice").contains("the API server"));
    browser.screenshot("unavailable");
  }
  SECTION("nothing listens any more") {
    fill(server.records, 0);
    browser.open(server.address_with("edit-token"));
    REQUIRE(browser.comes_to("document.querySelector('.workloads tbody tr')"));
    server.end();
    REQUIRE(browser.comes_to("!document.querySelector('#banner').hidden"));
    INFO(browser.text("#banner"));
    CHECK(browser.text("#banner").contains("cannot be reached"));
    CHECK(browser.count(".workloads tbody tr") == 2);
  }
  SECTION("a workload that is gone") {
    fill(server.records, 0);
    browser.open(server.address_with("edit-token"));
    REQUIRE(browser.comes_to("document.querySelector('.workloads tbody tr')"));
    browser.run("location.hash = '#/w/shop/Deployment/gone'");
    REQUIRE(browser.comes_to("document.querySelector('.notice')"));
    CHECK(browser.text(".notice").contains("Chandler knows no Deployment shop/gone"));
  }
  CHECK(browser.complaints().empty());
}

}  // namespace chandler::tests
