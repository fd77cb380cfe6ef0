#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace chandler::platform::http {

// Takes a response's body as it arrives, chunk framing taken off. False: no more is wanted.
using BodySink = std::function<bool(std::string_view)>;

// Takes a response's head, before any of its body. False: the body is not wanted.
using HeadSink = std::function<bool(int status, const Headers& headers)>;

// What a server answers, read as the bytes come (RFC 9112, by Boost.Beast). Interim answers (status 1xx) are passed
// over. Not thread-safe.
class ResponseParser {
 public:
  enum class State : std::uint8_t {
    more,      // of the answer is to come
    done,      // the whole of it was read
    declined,  // a sink wanted no more
    broken,    // it is no HTTP, or its head is longer than 64 KiB: `failure`
  };

  // `head`: an answer to HEAD has no body, nor has one to CONNECT. The sinks are called within `put`.
  ResponseParser(bool head, BodySink sink, HeadSink head_sink = {});
  ~ResponseParser();
  ResponseParser(const ResponseParser&) = delete;
  ResponseParser& operator=(const ResponseParser&) = delete;
  ResponseParser(ResponseParser&&) = delete;
  ResponseParser& operator=(ResponseParser&&) = delete;

  State put(std::string_view bytes);
  State end_of_stream();  // the server closed: the end of a body without a length, else a failure

  bool began() const;  // some byte of an answer came
  int status() const;
  Headers take_headers();
  bool keep_alive() const;
  // Bytes came behind the end of the answer.
  bool excess() const { return excess_; }
  std::string failure() const;

 private:
  class Parser;
  bool head_;
  bool excess_ = false;
  std::unique_ptr<Parser> parser_;
  std::string unread_;  // the start of a head that has not come whole
};

}  // namespace chandler::platform::http
