// Any bytes as a file of goose's: the parts lie in the file and say what they are, line ends change
// nothing, and substitution leaves alone what has neither "$" nor "\". With a dictionary:
//   goose_fuzzer -dict=tests/fuzz/layouts/directives.dict CORPUS
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "init/migrate/layout/goose/annotation.hpp"
#include "init/migrate/layout/goose/sections.hpp"
#include "init/migrate/layout/goose/substitution.hpp"
#include "tests/fuzz/layouts/carriage_returns.hpp"
#include "tests/fuzz/layouts/require.hpp"

namespace {

using namespace chandler::migrate;
using namespace chandler::migrate::goose_layout;

void check_parts(std::string_view text, const Sections& sections) {
  if (sections.down != std::string_view::npos) {
    require(sections.down < text.size());
    const std::string_view line = text.substr(sections.down, text.find('\n', sections.down) - sections.down);
    const auto annotation = annotation_of(line);
    require(annotation.has_value() && *annotation == Annotation::down);
  }
  std::size_t last = 0;
  for (const sql::Range& line : sections.substituted) {
    require(line.begin >= last && line.end >= line.begin && line.end <= text.size());
    require(!line.of(text).contains('\n'));
    last = line.end;
  }
}

void check_substitution(std::string_view text) {
  const auto value = [](std::string_view name) -> std::optional<std::string> {
    return name.size() % 2 == 0 ? std::optional<std::string>(name) : std::nullopt;
  };
  const auto out = substitute(text, value);
  if (text.find_first_of("$\\") == std::string_view::npos) require(out.has_value() && *out == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Folder folder;
  const auto sections = read_sections(folder, text, "1_a.sql");
  if (sections) check_parts(text, *sections);
  if (!sections) require(sections.error().where.starts_with("1_a.sql:"));
  if (!text.contains('\r')) {
    const std::string other = with_carriage_returns(text);
    const auto same = read_sections(folder, other, "1_a.sql");
    require(same.has_value() == sections.has_value());
    if (sections) {
      require(same->substituted.size() == sections->substituted.size());
      require(same->in_transaction == sections->in_transaction);
      require(same->unfinished_up.has_value() == sections->unfinished_up.has_value());
      require(same->unfinished_down.has_value() == sections->unfinished_down.has_value());
    }
  }
  check_substitution(text);
  return 0;
}
