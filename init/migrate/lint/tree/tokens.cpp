#include "init/migrate/lint/tree/tokens.hpp"

#include <optional>
#include <string>

#include <pg_query.h>

namespace chandler::migrate::lint {
namespace {

// What pg_query_scan answers is a protocol buffer, whose C headers are not installed with the library. It
// is three messages deep and all numbers (pg_query.proto: ScanResult.tokens = 2; ScanToken.start = 1,
// .end = 2, .token = 4), so it is read here.
constexpr std::uint64_t varint_type = 0;
constexpr std::uint64_t bytes_type = 2;

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  bool done() const { return left_.empty() || broken_; }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    broken_ = true;
    return 0;
  }

  std::string_view bytes() {
    const std::uint64_t size = varint();
    broken_ |= size > left_.size();
    if (broken_) return {};
    const std::string_view out = left_.substr(0, size);
    left_.remove_prefix(size);
    return out;
  }

 private:
  std::string_view left_;
  bool broken_ = false;
};

// Numbers of the Token enum in pg_query.proto.
TokenKind kind_of(std::uint64_t number) {
  switch (number) {
    case 258:
      return TokenKind::identifier;
    case 275:
      return TokenKind::line_comment;
    case 276:
      return TokenKind::block_comment;
    default:
      return TokenKind::other;
  }
}

Token read_token(std::string_view bytes) {
  Token token;
  for (Reader reader(bytes); !reader.done();) {
    const std::uint64_t tag = reader.varint();
    if ((tag & 7U) != varint_type) break;
    const std::uint64_t value = reader.varint();
    if (tag >> 3U == 1) token.begin = value;
    if (tag >> 3U == 2) token.end = value;
    if (tag >> 3U == 4) token.kind = kind_of(value);
  }
  return token;
}

struct ScanResult {
  explicit ScanResult(const std::string& sql) : value(pg_query_scan(sql.c_str())) {}
  ~ScanResult() { pg_query_free_scan_result(value); }
  ScanResult(const ScanResult&) = delete;
  ScanResult& operator=(const ScanResult&) = delete;
  ScanResult(ScanResult&&) = delete;
  ScanResult& operator=(ScanResult&&) = delete;

  PgQueryScanResult value;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view sql) {
  const ScanResult scanned{std::string(sql)};
  std::vector<Token> out;
  if (scanned.value.error != nullptr) return out;
  for (Reader reader({scanned.value.pbuf.data, scanned.value.pbuf.len}); !reader.done();) {
    const std::uint64_t tag = reader.varint();
    if ((tag & 7U) == bytes_type) {
      const Token token = read_token(reader.bytes());
      if (tag >> 3U == 2 && token.end <= sql.size() && token.begin <= token.end) out.push_back(token);
    } else if ((tag & 7U) == varint_type) {
      reader.varint();
    } else {
      break;
    }
  }
  return out;
}

}  // namespace chandler::migrate::lint
