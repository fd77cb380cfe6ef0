#include "cron/probe/report/text.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "core/text/counted.hpp"

namespace chandler::probe {
namespace {

// SGR: green, cyan, yellow, magenta, red.
constexpr std::array<std::string_view, 5> colours{"32", "36", "33", "35", "31"};

std::string coloured(Severity severity, std::string text, bool with_colours) {
  if (!with_colours) return text;
  return std::format("\x1b[{}m{}\x1b[0m", colours[static_cast<std::size_t>(severity)], text);
}

std::string name_of(const CheckReport& check) {
  return check.argument.empty() ? std::string(check.check->name)
                                : std::format("{}:{}", check.check->name, check.argument);
}

std::string text_of(const Finding& finding, const TextOptions& options) {
  std::string out = std::format(
      "    {}  {}\n", coloured(finding.severity, std::string(probe::name_of(finding.severity)), options.colours),
      finding.object.empty() ? finding.id : finding.object);
  out += std::format("        {}\n", finding.meaning);
  if (!finding.remedy.empty()) out += std::format("        → {}\n", finding.remedy);
  return out;
}

}  // namespace

std::string text_of(const CheckReport& check, const TextOptions& options) {
  const Severity verdict = check.verdict();
  const std::string word = std::format("{:<16}", probe::name_of(verdict));
  std::string out = std::format("{} {:<18} {:>8.2f} s  {}\n", coloured(verdict, word, options.colours), name_of(check),
                                static_cast<double>(check.duration.count()) / 1000, check.outcome.summary);
  Findings findings = check.outcome.findings;
  std::ranges::stable_sort(findings, std::greater(), &Finding::severity);
  for (const Finding& finding : findings) out += text_of(finding, options);
  return out;
}

std::string text_of(const RunReport& report, const TextOptions& options) {
  std::string out;
  for (const DatabaseReport& database : report.databases) {
    out += std::format("{}{}\n", database.database,
                       database.server_version.empty() ? "" : ", PostgreSQL " + database.server_version);
    if (database.error) {
      out += std::format(
          "{} {}\n", coloured(Severity::unchecked, std::string(probe::name_of(Severity::unchecked)), options.colours),
          core::describe(*database.error));
    }
    for (const CheckReport& check : database.checks) out += text_of(check, options);
    out += '\n';
  }
  return out + summary_of(report) + '\n';
}

std::string summary_of(const RunReport& report) {
  std::array<std::size_t, 5> counts{};
  for (const DatabaseReport& database : report.databases) {
    if (database.error) ++counts[static_cast<std::size_t>(Severity::unchecked)];
    for (const CheckReport& check : database.checks) {
      for (const Finding& finding : check.outcome.findings) ++counts[static_cast<std::size_t>(finding.severity)];
    }
  }
  const Severity verdict = report.verdict();
  std::string out(probe::name_of(verdict));
  if (verdict == Severity::ok) return out + ": nothing found";
  const auto count = [&](Severity severity) { return counts[static_cast<std::size_t>(severity)]; };
  std::string parts;
  const auto add = [&](std::size_t number, std::string_view what) {
    if (number > 0) parts += std::format("{}{}", parts.empty() ? "" : ", ", core::text::counted(number, what));
  };
  add(count(Severity::problem), "problem");
  add(count(Severity::warning), "warning");
  if (count(Severity::unchecked) > 0) {
    parts += std::format("{}{} not checked", parts.empty() ? "" : ", ", count(Severity::unchecked));
  }
  add(count(Severity::info), "note");
  return std::format("{}: {}", out, parts);
}

}  // namespace chandler::probe
