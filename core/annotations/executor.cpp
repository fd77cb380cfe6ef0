#include "core/annotations/executor.hpp"

#include <array>

#include "core/text/list.hpp"
#include "core/text/names.hpp"
#include "core/text/nearest.hpp"
#include "core/text/number.hpp"

namespace chandler::core::annotations {
namespace {

using text::mismatch;
using Kind = Handler::Kind;

text::Parsed<Handler> parse_loopback(std::string_view whole) {
  static constexpr std::string_view head = "http://:";
  const std::string_view rest = whole.substr(head.size());
  const std::size_t slash = rest.find('/');
  const bool blank = rest.find_first_of(" \t\r\n") != std::string_view::npos;
  const auto port = text::parse_port(rest.substr(0, slash));
  if (slash == std::string_view::npos || blank || !port) {
    return mismatch("is not a port and path of the pod's own, such as http://:8080/tasks");
  }
  return Handler{.kind = Kind::http, .text = std::string(whole), .port = *port};
}

// A flag's value that begins with '-' would be read as a flag.
text::Parsed<std::string> parse_queue(std::string_view name) {
  if (name.starts_with('-') || name.contains('/'))
    return mismatch("is not a queue's name: it has a / or begins with -");
  return text::parse_database_name(name);
}

}  // namespace

text::Parsed<Handler> parse_handler(std::string_view whole) {
  static constexpr std::string_view sql = "sql:";
  static constexpr std::string_view amqp = "amqp:";
  if (whole == "log") return Handler{.kind = Kind::log, .text = "log", .port = std::nullopt};
  if (whole.starts_with("http://:")) return parse_loopback(whole);
  if (whole.starts_with("http://") || whole.starts_with("https://")) {
    return mismatch("names a host; the executor calls only its own pod: http://:PORT/PATH");
  }
  if (whole.starts_with(sql)) {
    const std::string_view function = whole.substr(sql.size());
    if (!function.contains('.') || !text::parse_relation(function))
      return mismatch("is not a function such as sql:app.handle_task");
    return Handler{.kind = Kind::sql, .text = std::string(whole), .port = std::nullopt};
  }
  if (whole.starts_with(amqp)) {
    return mismatch(
        "asks for a handler that this version does not have: it has http://:PORT/PATH, sql:SCHEMA.FUNCTION "
        "and log");
  }
  static constexpr std::array<std::string_view, 3> words{"http", "sql", "log"};
  return mismatch("is not http://:PORT/PATH, sql:SCHEMA.FUNCTION or log",
                  std::string(text::nearest(whole.substr(0, whole.find(':')), words)));
}

text::Parsed<std::vector<std::string>> parse_queues(std::string_view whole) {
  return text::parse_list(whole, parse_queue);
}

}  // namespace chandler::core::annotations
