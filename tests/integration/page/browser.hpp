#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "platform/http/client.hpp"
#include "tests/support/child_process.hpp"

namespace chandler::tests {

// Chromium without a window, steered by WebDriver (https://www.w3.org/TR/webdriver2/). What fails throws
// std::runtime_error with the driver's own words. Not thread-safe.
class Browser {
 public:
  using json = nlohmann::json;

  // Skips the test where there is no chromedriver, unless $CHANDLER_NEED_BROWSER says that there has to be one.
  Browser();
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;
  Browser(Browser&&) = delete;
  Browser& operator=(Browser&&) = delete;

  void open(const std::string& address);
  // The body of a function; what it returns. A promise is waited for.
  json run(const std::string& script, const json& arguments = json::array());
  // Whether that expression becomes true.
  bool comes_to(const std::string& expression);
  std::string text(const std::string& selector);  // of the first; empty: there is none
  std::size_t count(const std::string& selector);
  void click(const std::string& selector);
  // To whatever has the focus. `keys`: text, or the code points of WebDriver's own keys.
  void press(const std::string& keys);

  void resize(int width, int height, bool phone = false);
  void prefer(const std::string& scheme);                 // "dark" or "light"
  void block(const std::vector<std::string>& addresses);  // patterns that are not reached; none: all are
  // What the console was told since the last call: errors of scripts and violations of the content security policy.
  std::vector<std::string> complaints();
  // The page as a PNG, where $CHANDLER_SCREENSHOTS names a folder.
  void screenshot(const std::string& name);

 private:
  json call(const std::string& method, const std::string& path, const json& body = json::object());
  void devtools(const std::string& command, const json& parameters);

  std::unique_ptr<ChildProcess> driver_;
  std::unique_ptr<platform::http::Client> http_;
  std::string session_;
};

namespace key {
inline constexpr const char* enter = "\uE007";
inline constexpr const char* escape = "\uE00C";
inline constexpr const char* tab = "\uE004";
inline constexpr const char* down = "\uE015";
}  // namespace key

}  // namespace chandler::tests
