#include "tests/integration/page/browser.hpp"

#include <cstdlib>
#include <format>
#include <fstream>
#include <stdexcept>

#include <catch2/catch_test_macros.hpp>

#include "platform/kubernetes/base64.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/free_port.hpp"

namespace chandler::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* driver_program = "/usr/bin/chromedriver";

json capabilities() {
  return {{"capabilities",
           {{"alwaysMatch",
             {{"browserName", "chrome"},
              {"acceptInsecureCerts", true},
              {"goog:loggingPrefs", {{"browser", "ALL"}}},
              {"goog:chromeOptions",
               // Root needs no sandbox, and a container has little of /dev/shm.
               {{"args",
                 {"--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                  "--force-color-profile=srgb", "--hide-scrollbars"}}}}}}}}};
}

}  // namespace

Browser::Browser() {
  if (!fs::exists(driver_program)) {
    const char* needed = std::getenv("CHANDLER_NEED_BROWSER");
    if (needed != nullptr && *needed != '\0') FAIL(driver_program << " is missing: toolchain/run --section browser");
    SKIP("no chromedriver: make test-page brings one along");
  }
  const int port = free_port();
  driver_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{driver_program, std::format("--port={}", port), "--allowed-ips=127.0.0.1"});
  http_ = std::make_unique<platform::http::Client>(
      platform::http::Origin{.host = "127.0.0.1", .port = static_cast<std::uint16_t>(port), .tls = nullptr},
      platform::http::ClientLimits{.quiet = std::chrono::seconds(60)});
  const bool up = eventually([&] {
    const auto answer = http_->send({.method = "GET", .target = "/status"});
    return (answer && answer->status == 200) || !driver_->running();
  });
  if (!up || !driver_->running()) throw std::runtime_error("chromedriver did not start:\n" + driver_->output());
  session_ = call("POST", "/session", capabilities()).at("sessionId").get<std::string>();
}

Browser::~Browser() {
  // The driver ends the browser with the session.
  if (http_ && !session_.empty()) (void)http_->send({.method = "DELETE", .target = "/session/" + session_});
}

json Browser::call(const std::string& method, const std::string& path, const json& body) {
  const std::string target = session_.empty() ? path : "/session/" + session_ + path;
  const auto answer = http_->send({.method = method,
                                   .target = target,
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = method == "POST" ? body.dump() : std::string()});
  if (!answer) throw std::runtime_error(target + ": " + answer.error().message);
  const json parsed = json::parse(answer->body);
  if (answer->status != 200) throw std::runtime_error(target + ": " + parsed.dump());
  return parsed.at("value");
}

void Browser::devtools(const std::string& command, const json& parameters) {
  call("POST", "/goog/cdp/execute", {{"cmd", command}, {"params", parameters}});
}

void Browser::open(const std::string& address) {
  call("POST", "/url", {{"url", address}});
}

json Browser::run(const std::string& script, const json& arguments) {
  return call("POST", "/execute/sync", {{"script", script}, {"args", arguments}});
}

bool Browser::comes_to(const std::string& expression) {
  return eventually([&] { return run("return Boolean(" + expression + ")") == true; }, std::chrono::seconds(20));
}

std::string Browser::text(const std::string& selector) {
  return run("return document.querySelector(arguments[0])?.innerText ?? ''", {selector}).get<std::string>();
}

std::size_t Browser::count(const std::string& selector) {
  return run("return document.querySelectorAll(arguments[0]).length", {selector}).get<std::size_t>();
}

void Browser::click(const std::string& selector) {
  const json found = call("POST", "/element", {{"using", "css selector"}, {"value", selector}});
  call("POST", "/element/" + found.begin().value().get<std::string>() + "/click");
}

void Browser::press(const std::string& keys) {
  const json focused = call("GET", "/element/active");
  call("POST", "/element/" + focused.begin().value().get<std::string>() + "/value", {{"text", keys}});
}

void Browser::resize(int width, int height, bool phone) {
  devtools("Emulation.setDeviceMetricsOverride",
           {{"width", width}, {"height", height}, {"deviceScaleFactor", phone ? 2 : 1}, {"mobile", phone}});
}

void Browser::prefer(const std::string& scheme) {
  devtools("Emulation.setEmulatedMedia", {{"features", {{{"name", "prefers-color-scheme"}, {"value", scheme}}}}});
}

void Browser::block(const std::vector<std::string>& addresses) {
  devtools("Network.enable", json::object());
  devtools("Network.setBlockedURLs", {{"urls", addresses}});
}

std::vector<std::string> Browser::complaints() {
  std::vector<std::string> found;
  for (const json& line : call("POST", "/se/log", {{"type", "browser"}})) {
    const auto level = line.at("level").get<std::string>();
    auto message = line.at("message").get<std::string>();
    // An answer that is no 2xx is noted by the browser itself; what the page makes of it is the page's.
    if (level == "SEVERE" && !message.contains("Failed to load resource")) found.push_back(std::move(message));
  }
  return found;
}

void Browser::screenshot(const std::string& name) {
  const char* folder = std::getenv("CHANDLER_SCREENSHOTS");
  if (folder == nullptr || *folder == '\0') return;
  const std::string png = platform::kubernetes::from_base64(call("GET", "/screenshot").get<std::string>()).value();
  fs::create_directories(folder);
  std::ofstream(fs::path(folder) / (name + ".png"), std::ios::binary) << png;
}

}  // namespace chandler::tests
