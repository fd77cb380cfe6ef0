#include "tests/integration/migrate/program.hpp"

#include "tests/support/places.hpp"

namespace chandler::tests {
namespace {

std::vector<std::string> words(const std::filesystem::path& source, const std::string& uri,
                               const std::vector<std::string>& more) {
  std::vector<std::string> out{tests::chandler_program(), "migrate", "--source", source.string(), "--database", uri};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace

Program::Program(const std::filesystem::path& source, const std::string& uri, const std::vector<std::string>& more)
    : ChildProcess(words(source, uri, more)) {}

}  // namespace chandler::tests
