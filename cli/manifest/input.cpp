#include "cli/manifest/input.hpp"

#include <cerrno>
#include <format>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

namespace chandler::cli::manifest {
namespace {

core::Expected<std::string> read_text(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.is_open() && !in.bad()) return text;
  return std::unexpected(
      core::Error{.outcome = core::Outcome::problem,
                  .code = "manifest.unreadable",
                  .message = std::format("cannot be read: {}", std::generic_category().message(errno)),
                  .where = file,
                  .hint = "give a file of manifests, or - for standard input",
                  .sqlstate = {}});
}

}  // namespace

core::Expected<Stream> read_file(const std::string& file) {
  return read_text(file).and_then([&](const std::string& text) -> core::Expected<Stream> {
    auto stream = read_stream(text);
    if (stream) return std::move(*stream);
    const SyntaxError& error = stream.error();
    return std::unexpected(
        core::Error{.outcome = core::Outcome::problem,
                    .code = "manifest.syntax",
                    .message = error.message,
                    .where = std::format("{}:{}:{}", file == "-" ? "<stdin>" : file, error.line, error.column),
                    .hint = {},
                    .sqlstate = {}});
  });
}

}  // namespace chandler::cli::manifest
