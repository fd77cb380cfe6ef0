#include "platform/http/response_text.hpp"

#include <chrono>
#include <format>
#include <iterator>

#include <boost/beast/http/status.hpp>

namespace chandler::platform::http {

std::string response_text(const Response& response, bool keep_alive, bool head) {
  namespace beast_http = boost::beast::http;
  const std::string_view reason = beast_http::obsolete_reason(static_cast<beast_http::status>(response.status));
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  std::string text;
  text.reserve(response.body.size() + 256);
  std::format_to(std::back_inserter(text), "HTTP/1.1 {} {}\r\nDate: {:%a, %d %b %Y %T} GMT\r\nContent-Length: {}\r\n",
                 response.status, reason, now, response.body.size());
  if (!response.content_type.empty()) text.append("Content-Type: ").append(response.content_type).append("\r\n");
  for (const auto& [name, value] : response.headers) text.append(name).append(": ").append(value).append("\r\n");
  if (!keep_alive) text.append("Connection: close\r\n");
  text.append("\r\n");
  if (!head) text.append(response.body);
  return text;
}

}  // namespace chandler::platform::http
