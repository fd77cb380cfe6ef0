#include "tests/integration/page/steps.hpp"
#include "tests/support/eventually.hpp"

// The web page in a real browser.
namespace chandler::tests {

using nlohmann::json;

TEST_CASE("a thousand workloads are listed, sorted and filtered", "[page]") {
  PageServer server;
  fill(server.records, 998);
  Browser browser;
  browser.resize(1280, 900);
  browser.open(server.address_with("edit-token"));
  REQUIRE(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 1000"));
  CHECK(browser.text("#user") == "edit");

  SECTION("the token is nowhere in the address, and stays for this tab") {
    CHECK_FALSE(browser.run("return location.href").get<std::string>().contains("edit-token"));
    CHECK_FALSE(browser.run("return JSON.stringify(performance.getEntriesByType('resource').map(e => e.name))")
                    .get<std::string>()
                    .contains("edit-token"));
    browser.open(server.address() + "/");
    CHECK(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 1000"));
  }
  SECTION("what needs somebody stands above, and each column sorts both ways") {
    CHECK(browser.text(".workloads tbody tr:first-child .state") == "Failing");
    browser.click("th.name button");
    CHECK(browser.text("th[aria-sort=ascending]").contains("Workload"));
    CHECK(browser.text(".workloads tbody tr:first-child .name a") == "audit-004");
    browser.click("th.name button");
    CHECK(browser.count("th[aria-sort=descending]") == 1);
    CHECK(browser.text(".workloads tbody tr:first-child .name a") == "stock-995");
  }
  SECTION("by words, state and namespace") {
    browser.click("#search");
    browser.press("order-");
    CHECK(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length < 1000"));
    browser.press("food");
    CHECK(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 1"));
    CHECK(browser.text("#shown") == "1 of 1,000");
    CHECK(browser.run("return location.hash").get<std::string>().contains("q=order-food"));
    browser.press("s-no-such");
    CHECK(browser.comes_to("document.querySelector('.notice')"));
    browser.click(".notice button");
    CHECK(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 1000"));
    browser.click(".chip[data-state=Failing]");
    CHECK(browser.count(".workloads tbody tr") == browser.count(".workloads tbody tr.state-Failing"));
    CHECK(browser.count(".workloads tbody tr") == 12);
  }
  SECTION("what changes is shown by itself, and only that row is made anew") {
    browser.run("for (const row of document.querySelectorAll('tbody tr')) row.before_ = true");
    json status = healthy_status(now());
    status["state"] = "Warning";
    status["message"] = "food_item is stale";
    server.records.put_provision(provision("shop", "Deployment", "order-food", status));
    const std::string row = "document.querySelector('[data-id=\"shop/Deployment/order-food\"]')";
    CHECK(browser.comes_to(row + ".classList.contains('state-Warning')"));
    CHECK(browser.run("return [...document.querySelectorAll('tbody tr')].filter((row) => !row.before_).length") == 1);
  }
  browser.screenshot("list-light");
  browser.prefer("dark");
  browser.screenshot("list-dark");
  CHECK(browser.complaints().empty());
}

TEST_CASE("the page of one workload tells all that is known of it", "[page]") {
  PageServer server;
  fill(server.records, 0);
  Browser browser;
  browser.resize(1280, 2000);
  browser.open(server.address_with("edit-token"));
  REQUIRE(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 2"));
  show_detail(browser, "order-drinks");
  const std::string all = browser.text("main");
  for (const char* text : {"order-drinks", "Failing", "MigrationFailed", "V43__price_history.sql:7:13", "exit code 2",
                           "5 restarts", "14 s", "food_item", "48,211", "stale", "*/30 * * * *", "4",
                           "REINDEX INDEX CONCURRENTLY", "240", "1 h 30 min old", "amcheck.index_corrupt",
                           "problem, 2 findings", "2.0 GiB of 12 GiB in the last run; all of it at least once"}) {
    INFO(text);
    CHECK(all.contains(text));
  }
  CHECK(browser.count(".timeline rect.bad") == 1);
  CHECK(browser.count(".bars rect") == 24);
  CHECK(browser.count(".bars rect.bad") == 5);
  CHECK(browser.count(".coverage rect.good") == 12);
  CHECK(browser.count(".findings tbody tr") == 2);
  CHECK(browser.count(".findings tr.bad") == 1);
  CHECK(browser.count(".history li") == 24);
  browser.screenshot("detail-light");
  browser.prefer("dark");
  browser.screenshot("detail-dark");
  show_detail(browser, "order-food");
  REQUIRE(browser.comes_to("document.querySelector('h1')?.textContent.startsWith('order-food')"));
  browser.screenshot("detail-healthy-dark");
  CHECK(browser.complaints().empty());
}

TEST_CASE("buttons ask for operations, and are there for those who may", "[page]") {
  PageServer server;
  fill(server.records, 0);
  Browser browser;
  browser.resize(1280, 1000);

  SECTION("who may, sees the outcome") {
    browser.open(server.address_with("edit-token"));
    REQUIRE(browser.comes_to("document.querySelector('.workloads tbody tr')"));
    show_detail(browser, "order-food");
    REQUIRE(browser.comes_to("document.querySelector('[data-action=refresh]')"));
    CHECK(browser.count(".actions button") == 4);
    browser.click("[data-action=refresh]");
    REQUIRE(eventually([&] { return server.records.created().size() == 1; }));
    json operation = server.records.created().front();
    CHECK(operation.at("spec") == json{{"workload", {{"kind", "Deployment"}, {"name", "order-food"}}},
                                       {"action", "refresh"},
                                       {"requestedBy", "edit"}});
    operation["status"] = {{"phase", "Succeeded"}, {"message", "48,300 rows"}};
    server.records.put_operation(operation);
    CHECK(browser.comes_to(
        "document.querySelector('.actions [role=status]').textContent === 'refresh: succeeded, 48,300 rows'"));
    CHECK(browser.comes_to(
        "[...document.querySelectorAll('.history li.good b')].some((b) => b.textContent === 'refresh')"));
  }
  SECTION("a restart is asked about first") {
    browser.open(server.address_with("edit-token"));
    REQUIRE(browser.comes_to("document.querySelector('.workloads tbody tr')"));
    show_detail(browser, "order-food");
    REQUIRE(browser.comes_to("document.querySelector('[data-action=restart]')"));
    browser.click("[data-action=restart]");
    REQUIRE(browser.comes_to("document.querySelector('dialog[open]')"));
    browser.screenshot("confirm");
    browser.press(key::escape);
    REQUIRE(browser.comes_to("!document.querySelector('dialog')"));
    CHECK(server.records.created().empty());
    browser.click("[data-action=restart]");
    REQUIRE(browser.comes_to("document.querySelector('dialog[open]')"));
    browser.click("#confirm");
    REQUIRE(eventually([&] { return server.records.created().size() == 1; }));
    CHECK(server.records.created().front().at("spec").at("action") == "restart");
  }
  SECTION("who may not, has none") {
    browser.open(server.address_with("view-token"));
    REQUIRE(browser.comes_to("document.querySelector('.workloads tbody tr')"));
    show_detail(browser, "order-food");
    CHECK(browser.comes_to("document.querySelector('.detail section')"));
    CHECK(browser.count(".actions button") == 0);
  }
  SECTION("a right that went away meanwhile is said") {
    browser.open(server.address_with("edit-token"));
    REQUIRE(browser.comes_to("document.querySelector('.workloads tbody tr')"));
    show_detail(browser, "order-food");
    REQUIRE(browser.comes_to("document.querySelector('[data-action=probe]')"));
    server.reviewer.take_away("edit");
    server.reviewer.grant_view("edit");
    REQUIRE(eventually([&] {
      browser.run("document.querySelector('[data-action=probe]')?.click()");
      return browser.comes_to("document.querySelector('.toast.error')");
    }));
    CHECK(browser.text(".toast.error").contains("edit may not create operations.chandler.dev"));
  }
  CHECK(browser.complaints().empty());
}

TEST_CASE("without a mouse", "[page]") {
  PageServer server;
  fill(server.records, 50);
  Browser browser;
  browser.open(server.address_with("edit-token"));
  REQUIRE(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 52"));
  browser.press("/");
  CHECK(browser.run("return document.activeElement.id") == "search");
  browser.press("order-food");
  REQUIRE(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 1"));
  browser.press(key::enter);
  CHECK(browser.run("return document.activeElement.textContent") == "order-food");
  browser.press(key::enter);
  REQUIRE(browser.comes_to("document.querySelector('.detail section')"));
  CHECK(browser.run("return document.title") == "order-food · Chandler");
  browser.press(key::escape);
  REQUIRE(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 52"));
  browser.press("j");
  const auto first = browser.run("return document.activeElement.textContent");
  browser.press("j");
  CHECK(browser.run("return document.activeElement.textContent") != first);
  browser.press("k");
  CHECK(browser.run("return document.activeElement.textContent") == first);
  browser.press("?");
  REQUIRE(browser.comes_to("document.querySelector('dialog[open]')"));
  browser.screenshot("help");
  browser.press(key::escape);
  CHECK(browser.comes_to("!document.querySelector('dialog')"));
  CHECK(browser.complaints().empty());
}

TEST_CASE("at a phone's width nothing is cut off, in light and dark", "[page]") {
  PageServer server;
  fill(server.records, 50);
  Browser browser;
  browser.resize(360, 740, true);
  browser.open(server.address_with("edit-token"));
  REQUIRE(browser.comes_to("document.querySelectorAll('.workloads tbody tr').length === 52"));
  CHECK_FALSE(scrolls_sideways(browser));
  browser.screenshot("phone-list");
  const auto background = [&] { return browser.run("return getComputedStyle(document.body).backgroundColor"); };
  browser.prefer("light");
  const json light = background();
  browser.prefer("dark");
  CHECK(background() != light);
  browser.screenshot("phone-list-dark");
  show_detail(browser, "order-drinks");
  CHECK_FALSE(scrolls_sideways(browser));
  browser.screenshot("phone-detail");
  CHECK(browser.complaints().empty());
}

}  // namespace chandler::tests
