#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chandler::platform::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The first of that name, whatever its case; empty if there is none.
std::string_view find_header(const Headers& headers, std::string_view name);

// A whole request, already within the server's limits.
struct Request {
  std::string method;  // as sent: "POST"
  std::string path;    // of the target, not decoded: "/mutate"
  std::string query;   // behind the '?', without it
  Headers headers;
  std::string body;
  bool from_this_machine =
      false;  // over the loopback, or from the very address that it came to: in a pod, from the pod

  std::string_view header(std::string_view name) const { return find_header(headers, name); }
};

struct Response {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  Headers headers;  // further ones; names and values are the program's own, never a client's
};

// Called from several threads at once. What it throws is logged and answered with a bare 500.
using Handler = std::function<Response(const Request&)>;

// One line of plain text, for what is not worth more.
Response plain(int status, std::string_view line);

}  // namespace chandler::platform::http
