#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/error.hpp"
#include "core/text/url.hpp"
#include "dataset/content/compression.hpp"
#include "platform/http/message.hpp"

namespace chandler::dataset {

// By what a server knows a version of a file again; each as it was sent, or empty.
struct Validators {
  std::string etag;
  std::string last_modified;

  bool empty() const { return etag.empty() && last_modified.empty(); }
  friend bool operator==(const Validators&, const Validators&) = default;
};

Validators validators_of(const platform::http::Headers& headers);

// What If-Range takes to go on where a download was cut: a strong ETag, or a date at which the file had not
// changed for a second (RFC 9110, 13.1.5). Empty: there is none, so the whole file is asked for again.
std::string resume_validator(const platform::http::Headers& headers);

// What was asked for.
struct Asked {
  core::text::Url url;
  Compression compression = Compression::none;  // by the file's name
  bool conditional = false;                     // "unless it is the version that I know"
  bool authorized = false;                      // credentials were sent
  std::uint64_t offset = 0;                     // from here on
  std::optional<std::uint64_t> total;           // of the file, as far as is known
  std::string etag;                             // of what is here already, or empty
};

// What to do with the answer.
struct TakeAll {  // the body is the whole file
  std::optional<std::uint64_t> length;
};
struct TakeRest {  // the body is what follows `offset`, or the beginning of that
  std::optional<std::uint64_t> total;
};
struct NotModified {};  // it is the version that we know
struct Complete {};     // nothing follows `offset`: all of it is here
struct Follow {         // ask there
  core::text::Url to;
};
struct Again {  // ask again
  std::string why;
  std::optional<std::chrono::seconds> after;  // as the server wishes
  bool from_start = false;                    // what is here is of no use
};
struct Refused {
  core::Error error;
};
using Verdict = std::variant<TakeAll, TakeRest, NotModified, Complete, Follow, Again, Refused>;

// Errors (problem): load.source_missing (404, 410), load.source_refused (401, 403), load.bad_answer.
Verdict judge(const Asked& asked, int status, const platform::http::Headers& headers, std::chrono::sys_seconds now);

}  // namespace chandler::dataset
