// Any bytes as two files, one applied and one pending, for every version of the server: lint ends, each
// finding stands at a place of the file and has all that a person needs, and every output takes it.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "init/migrate/lint/linter.hpp"
#include "init/migrate/lint/output.hpp"
#include "tests/fuzz/layouts/require.hpp"

namespace {

using namespace chandler::migrate;
using namespace chandler::migrate::lint;

LintFile file_of(std::string name, std::string_view text) {
  return {.name = std::move(name),
          .source = {.sql = {}, .from_file = text, .replacements = {}},
          .original = text,
          .in_transaction = {}};
}

void check(const Finding& finding, std::string_view text) {
  require(finding.rule != nullptr && !finding.message.empty() && !finding.safe_way.empty());
  require(finding.file == "2.sql" && finding.line >= 1 && finding.column >= 1);
  require(finding.line <= static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const int server_version = 13 + data[0] % 5;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = text.find("\n--\n");
  const std::string_view pending = cut == std::string_view::npos ? text : text.substr(cut + 4);
  Linter linter({.server_version = server_version, .levels = {}});
  if (cut != std::string_view::npos) linter.applied(file_of("1.sql", text.substr(0, cut)));
  const LintFile second = file_of("2.sql", pending);
  linter.judge(second);
  linter.finish();
  const auto findings = linter.findings();
  for (const Finding& each : findings) check(each, pending);
  require(as_text(findings, "").empty() == findings.empty());
  require(as_json_lines(findings, "").empty() == findings.empty());
  require(as_github(findings, "").empty() == findings.empty());
  require(!as_sarif(findings, "").empty());
  static_cast<void>(relations_in(second));
  return 0;
}
