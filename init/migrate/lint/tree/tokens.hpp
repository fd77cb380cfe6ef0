#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chandler::migrate::lint {

enum class TokenKind : std::uint8_t { other, identifier, line_comment, block_comment };

// A word of SQL as PostgreSQL's scanner sees it: bytes [begin, end) of the text.
struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
  TokenKind kind = TokenKind::other;

  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

// Comments are tokens, too. Empty for what the scanner cannot read.
std::vector<Token> tokens_of(std::string_view sql);

}  // namespace chandler::migrate::lint
