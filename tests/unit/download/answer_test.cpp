#include "dataset/download/answer.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

using namespace std::chrono_literals;
using platform::http::Headers;

constexpr std::chrono::sys_seconds now = std::chrono::sys_days(2026y / 11 / 21) + 12h;

Asked asked(std::uint64_t offset = 0, std::optional<std::uint64_t> total = std::nullopt) {
  return {.url = core::text::parse_url("https://data.example/a/menu.csv?sig=secret").value(),
          .offset = offset,
          .total = total};
}

template <typename T>
T judged(const Asked& question, int status, const Headers& headers = {}) {
  const Verdict verdict = judge(question, status, headers, now);
  INFO("status " << status << ", verdict " << verdict.index());
  REQUIRE(std::holds_alternative<T>(verdict));
  return std::get<T>(verdict);
}

TEST_CASE("a whole file is taken with the length that it announces") {
  CHECK(judged<TakeAll>(asked(), 200, {{"content-length", "12"}}).length == 12);
  CHECK_FALSE(judged<TakeAll>(asked(), 200, {{"Transfer-Encoding", "chunked"}}).length);
  CHECK(judged<TakeAll>(asked(5, 10), 200, {{"Content-Length", "12"}}).length == 12);
}

TEST_CASE("a file that the server compresses by itself is refused, one that is stored so is not") {
  const auto error = judged<Refused>(asked(), 200, {{"Content-Encoding", "gzip"}}).error;
  CHECK(error.message.starts_with("it comes in the encoding gzip"));
  judged<TakeAll>(asked(), 200, {{"Content-Encoding", "identity"}});
  Asked compressed = asked();
  compressed.compression = Compression::gzip;
  judged<TakeAll>(compressed, 200, {{"Content-Encoding", "gzip"}});
  judged<Refused>(compressed, 200, {{"Content-Encoding", "br"}});
}

TEST_CASE("a rest is taken when it goes on where the download stopped") {
  CHECK(judged<TakeRest>(asked(5, 10), 206, {{"Content-Range", "bytes 5-9/10"}}).total == 10);
  judged<TakeRest>(asked(5), 206, {{"Content-Range", "bytes 5-9/*"}});
  judged<TakeRest>(asked(5, 10), 206, {{"Content-Range", "bytes 5-7/10"}});  // it may give less than was asked for
  Asked tagged = asked(5, 10);
  tagged.etag = "\"1\"";
  judged<TakeRest>(tagged, 206, {{"Content-Range", "bytes 5-9/10"}, {"ETag", "\"1\""}});
  CHECK(judged<Again>(tagged, 206, {{"Content-Range", "bytes 5-9/10"}, {"ETag", "\"2\""}}).from_start);
}

TEST_CASE("a rest that does not fit is dropped, and all of it is asked for again") {
  for (const char* range :
       {"bytes 0-9/10", "bytes 4-9/10", "bytes 6-9/10", "bytes 5-10/11", "bytes 5-9/8", "", "bytes */10"}) {
    INFO(range);
    CHECK(judged<Again>(asked(5, 10), 206, {{"Content-Range", range}}).from_start);
  }
  CHECK(judged<Again>(asked(), 206, {{"Content-Range", "bytes 0-9/10"}}).from_start);
}

TEST_CASE("nothing behind the offset is the end only where none was announced") {
  judged<Complete>(asked(10), 416, {{"Content-Range", "bytes */10"}});
  CHECK(judged<Again>(asked(10, 20), 416, {{"Content-Range", "bytes */10"}}).from_start);
  CHECK(judged<Again>(asked(10), 416, {{"Content-Range", "bytes */8"}}).from_start);
  CHECK(judged<Again>(asked(10), 416).from_start);
  CHECK(judged<Again>(asked(), 416, {{"Content-Range", "bytes */0"}}).from_start);
}

TEST_CASE("not modified is an answer to a condition alone") {
  Asked conditional = asked();
  conditional.conditional = true;
  judged<NotModified>(conditional, 304);
  judged<Refused>(asked(), 304);
}

TEST_CASE("a redirection is followed to https: alone") {
  const auto to = [](std::string_view location, int status = 302) {
    return judged<Follow>(asked(), status, {{"Location", std::string(location)}}).to;
  };
  for (const int status : {301, 302, 303, 307, 308})
    CHECK(to("/b.csv", status).shown() == "https://data.example/b.csv");
  CHECK(to("https://cdn.example/b c\xC3\xA4.csv?x=1").target() == "/b%20c%C3%A4.csv?x=1");
  CHECK(to("https://u:p@cdn.example/b").userinfo.empty());
  for (const char* location :
       {"", "http://data.example/b.csv", "http://localhost/b.csv", "ftp://data.example/b.csv", "https://"}) {
    INFO(location);
    CHECK(judged<Refused>(asked(), 302, {{"Location", location}}).error.code == "load.bad_answer");
  }
  judged<Refused>(asked(), 300, {{"Location", "/b.csv"}});
  Asked here = asked();
  here.url = core::text::parse_url("http://127.0.0.1:8080/a.csv").value();
  CHECK(judged<Follow>(here, 302, {{"Location", "http://localhost:8081/b.csv"}}).to.port == 8081);
  judged<Refused>(here, 302, {{"Location", "http://data.example/b.csv"}});
}

TEST_CASE("a refusal is a problem that names the address without its query, and what to do") {
  for (const int status : {400, 401, 403, 404, 405, 410, 422, 204, 300}) {
    INFO(status);
    const auto error = judged<Refused>(asked(), status).error;
    CHECK(error.outcome == core::Outcome::problem);
    CHECK(error.where == "https://data.example/a/menu.csv?…");
    CHECK(error.message.contains(std::to_string(status)));
    CHECK(error.hint.starts_with("Nothing was loaded. "));
  }
  CHECK(judged<Refused>(asked(), 401).error.hint.contains("CHANDLER_SOURCE_TOKEN"));
  Asked authorized = asked();
  authorized.authorized = true;
  CHECK(judged<Refused>(authorized, 401).error.hint.contains("not accepted"));
}

TEST_CASE("what may pass is asked again, when the server says it wishes") {
  for (const int status : {408, 425, 429, 500, 502, 503, 504}) CHECK_FALSE(judged<Again>(asked(), status).from_start);
  CHECK(judged<Again>(asked(), 503, {{"Retry-After", "7"}}).after == 7s);
  CHECK(judged<Again>(asked(), 503, {{"Retry-After", "Sat, 21 Nov 2026 12:01:30 GMT"}}).after == 90s);
  CHECK(judged<Again>(asked(), 503, {{"Retry-After", "Sat, 21 Nov 2026 11:00:00 GMT"}}).after == 0s);
  CHECK_FALSE(judged<Again>(asked(), 503, {{"Retry-After", "soon"}}).after);
  CHECK_FALSE(judged<Again>(asked(), 503).after);
}

TEST_CASE("only a strong validator lets a download go on") {
  const std::string date = "Sat, 21 Nov 2026 12:00:00 GMT";
  const std::string before = "Sat, 21 Nov 2026 11:59:59 GMT";
  CHECK(resume_validator({{"ETag", "\"x\""}}) == "\"x\"");
  CHECK(resume_validator({{"ETag", "W/\"x\""}, {"Last-Modified", before}, {"Date", date}}).empty());
  CHECK(resume_validator({{"Last-Modified", before}, {"Date", date}}) == before);
  CHECK(resume_validator({{"Last-Modified", date}, {"Date", date}}).empty());
  CHECK(resume_validator({{"Last-Modified", before}}).empty());
  CHECK(resume_validator({}).empty());
}

TEST_CASE("validators are kept as they were sent") {
  CHECK(validators_of({{"etag", "W/\"x\""}, {"last-modified", "whenever"}}) == Validators{"W/\"x\"", "whenever"});
  CHECK(validators_of({}).empty());
}

}  // namespace
}  // namespace chandler::dataset
