#include "platform/http/response_parser.hpp"

#include <optional>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace chandler::platform::http {

namespace beast = boost::beast;
using Code = boost::system::error_code;

namespace {

constexpr std::uint32_t longest_head = 64 * 1024;
constexpr int switching_protocols = 101;  // the last answer in HTTP

}  // namespace

class ResponseParser::Parser final : public beast::http::basic_parser<false> {
 public:
  Parser(bool head, BodySink body, HeadSink heads) : sink(std::move(body)), head_sink(std::move(heads)) {
    eager(true);
    skip(head);
    header_limit(longest_head);
    body_limit(boost::none);  // the sink's business
  }

  bool interim() const { return status / 100 == 1 && status != switching_protocols; }

  BodySink sink;
  HeadSink head_sink;
  int status = 0;
  Headers headers;
  Code failed;
  bool began = false;
  bool declined = false;

 private:
  void on_request_impl(beast::http::verb, beast::string_view, beast::string_view, int, Code&) override {}
  void on_response_impl(int code, beast::string_view, int, Code&) override { status = code; }
  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value, Code&) override {
    headers.emplace_back(name, value);
  }
  void on_header_impl(Code& error) override {
    if (head_sink && !interim() && !head_sink(status, headers)) decline(error);
  }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(beast::string_view bytes, Code& error) override {
    if (!sink(std::string_view(bytes.data(), bytes.size()))) decline(error);
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, Code& error) override {
    return on_body_impl(bytes, error);
  }
  void on_finish_impl(Code&) override {}

  void decline(Code& error) {
    declined = true;
    error = beast::http::error::end_of_stream;  // stops the parser
  }
};

ResponseParser::ResponseParser(bool head, BodySink sink, HeadSink head_sink)
    : head_(head), parser_(std::make_unique<Parser>(head, std::move(sink), std::move(head_sink))) {}
ResponseParser::~ResponseParser() = default;

ResponseParser::State ResponseParser::put(std::string_view bytes) {
  parser_->began = true;
  // The parser leaves a line that has not come whole; it wants that again with what follows.
  if (!unread_.empty()) {
    unread_ += bytes;
    bytes = unread_;
  }
  std::size_t used = 0;
  while (used < bytes.size() && !parser_->is_done()) {
    Code error;
    used += parser_->put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
    if (parser_->declined) return State::declined;
    if (error == beast::http::error::need_more) break;
    if (error) {
      parser_->failed = error;
      return State::broken;
    }
    if (parser_->is_done() && parser_->interim()) {
      parser_ = std::make_unique<Parser>(head_, std::move(parser_->sink), std::move(parser_->head_sink));
      parser_->began = true;
    }
  }
  if (parser_->is_done()) {
    excess_ = used < bytes.size();
    return State::done;
  }
  unread_ = std::string(bytes.substr(used));
  return State::more;
}

ResponseParser::State ResponseParser::end_of_stream() {
  if (parser_->is_done()) return State::done;
  if (!parser_->got_some()) {
    parser_->failed = beast::http::error::end_of_stream;
    return State::broken;
  }
  Code error;
  parser_->put_eof(error);
  if (!error && parser_->is_done()) return State::done;
  parser_->failed = error ? error : Code(beast::http::error::partial_message);
  return State::broken;
}

bool ResponseParser::began() const {
  return parser_->began;
}

int ResponseParser::status() const {
  return parser_->status;
}

Headers ResponseParser::take_headers() {
  return std::move(parser_->headers);
}

bool ResponseParser::keep_alive() const {
  return parser_->is_done() && parser_->keep_alive();
}

std::string ResponseParser::failure() const {
  return parser_->failed.message();
}

}  // namespace chandler::platform::http
