#include <format>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/failure.hpp"
#include "cli/kubectl/check/survey.hpp"
#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/output.hpp"
#include "cli/kubectl/program_name.hpp"
#include "cli/kubectl/tone.hpp"
#include "core/text/one_line.hpp"

namespace chandler::cli {
namespace {

using namespace kubectl;
using check::Finding;
using check::Findings;
using check::Verdict;

struct Options {
  ConnectionFlags connection;
  OutputFlag output;
};

Tone tone_of(Verdict verdict) {
  return verdict == Verdict::ok ? Tone::good : verdict == Verdict::wrong ? Tone::bad : Tone::waiting;
}

void print(const Findings& findings, const Palette& palette) {
  static constexpr std::size_t longest = 1000;
  for (const Finding& finding : findings) {
    const std::string_view colour = palette.of(tone_of(finding.verdict));
    std::cout << std::format("{}{:<8}{}{:<12} {}\n", colour, check::name_of(finding.verdict),
                             colour.empty() ? "" : palette.off, finding.subject,
                             core::text::one_line(finding.text, longest));
    if (!finding.remedy.empty()) std::cout << std::format("{:<8}{:<12} → {}\n", "", "", finding.remedy);
  }
}

nlohmann::ordered_json findings_json(const Findings& findings) {
  auto list = nlohmann::ordered_json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"verdict", check::name_of(finding.verdict)},
                    {"subject", finding.subject},
                    {"message", finding.text},
                    {"remedy", finding.remedy}});
  }
  return list;
}

int run_check(const Options& options, const Process& process) {
  auto connection = connect(options.connection, process);
  if (!connection) return report_failure(connection.error());
  const auto findings = check::survey(*connection);
  if (!findings) {
    core::Error error = findings.error();
    error.outcome = core::Outcome::could_not;
    return report_failure(with_remedy(std::move(error), {}, {}, {}));
  }
  if (options.output.machine()) {
    std::cout << to_text(findings_json(*findings), options.output);
  } else {
    print(*findings, Palette::for_standard_output(process.environment));
  }
  return check::exit_code_of(*findings);
}

}  // namespace

void add_check(CLI::App& app, Body& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("check", "Look whether Chandler is well in this cluster, and say what to do");
  add_output_flag(*command, options->output, {.wide = false, .name = false});
  add_connection_flags(*command, options->connection);
  command->footer(examples(app, {"check", "check -n shop -o json"}) +
                  "\n\nNothing is changed: a labelled pod is created as a dry run in the namespace of -n.\n"
                  "Exit code 0 when all is well, 2 when something is wrong, 1 when not all could be looked at.");
  command->callback(
      [options, &chosen] { chosen = [options](const Process& process) { return run_check(*options, process); }; });
}

}  // namespace chandler::cli
