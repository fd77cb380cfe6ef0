#include "core/annotations/executor.hpp"

#include <array>
#include <format>

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
  if (slash == std::string_view::npos || blank || !text::parse_port(rest.substr(0, slash))) {
    return mismatch("is not a port and path of the pod's own, such as http://:8080/tasks");
  }
  return Handler{Kind::http, std::string(whole)};
}

}  // namespace

text::Parsed<Handler> parse_handler(std::string_view whole) {
  static constexpr std::string_view sql = "sql:";
  static constexpr std::string_view amqp = "amqp:";
  if (whole == "log") return Handler{Kind::log, "log"};
  if (whole.starts_with("http://:")) return parse_loopback(whole);
  if (whole.starts_with("http://") || whole.starts_with("https://")) {
    return mismatch("names a host; the executor calls only its own pod: http://:PORT/PATH");
  }
  if (whole.starts_with(sql)) {
    const std::string_view function = whole.substr(sql.size());
    if (!function.contains('.') || !text::parse_relation(function))
      return mismatch("is not a function such as sql:app.handle_task");
    return Handler{Kind::sql, std::string(whole)};
  }
  if (whole.starts_with(amqp)) {
    auto secret = text::parse_object_name(whole.substr(amqp.size()));
    if (!secret)
      return mismatch(std::format("names the Secret \"{}\", which {}", whole.substr(amqp.size()), secret.error().why));
    return Handler{Kind::amqp, std::string(whole)};
  }
  static constexpr std::array<std::string_view, 4> words{"http", "sql", "amqp", "log"};
  return mismatch("is not http://:PORT/PATH, sql:SCHEMA.FUNCTION, amqp:SECRET or log",
                  std::string(text::nearest(whole.substr(0, whole.find(':')), words)));
}

}  // namespace chandler::core::annotations
