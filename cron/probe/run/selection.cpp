#include "cron/probe/run/selection.hpp"

#include <algorithm>
#include <format>

#include "core/text/number.hpp"
#include "cron/probe/registry.hpp"

namespace chandler::probe {
namespace {

std::unexpected<core::Error> wrong(std::string message, std::string hint) {
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "cli.bad_flag",
                                     .message = std::move(message),
                                     .where = "--check",
                                     .hint = std::move(hint)});
}

core::Expected<Selected> parse(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string name = text.substr(0, colon);
  const Check* const check = check_named(name);
  if (check == nullptr) {
    std::vector<std::string_view> names;
    for (const Check* each : checks()) names.push_back(each->name);
    const auto choice = core::text::parse_choice(name, names);
    return wrong(std::format("there is no check \"{}\"", name),
                 choice.error().nearest.empty() ? "chandler probe list shows them all"
                                                : std::format("did you mean \"{}\"?", choice.error().nearest));
  }
  const bool has_argument = colon != std::string::npos && colon + 1 < text.size();
  if (check->takes_argument && !has_argument) {
    return wrong(std::format("\"{}\" does not say what to compare with", text), std::format("write {}:SECRET", name));
  }
  if (!check->takes_argument && colon != std::string::npos) {
    return wrong(std::format("\"{}\" has something behind the name, and that check takes nothing", text),
                 std::format("write {}", name));
  }
  return Selected{.check = check, .argument = has_argument ? text.substr(colon + 1) : std::string()};
}

}  // namespace

core::Expected<std::vector<Selected>> select(std::span<const std::string> names) {
  std::vector<Selected> asked;
  for (const std::string& name : names) {
    auto one = parse(name);
    if (!one) {
      // --check and annotations split at commas first.
      if (!asked.empty() && asked.back().argument.contains('?'))
        one.error().hint = std::format("a comma in a parameter of {} is written %2C, or the parameter twice",
                                       asked.back().check->name);
      return std::unexpected(one.error());
    }
    asked.push_back(*std::move(one));
  }
  std::vector<Selected> selected;
  for (const Check* check : checks()) {
    if (asked.empty() && check->by_default) selected.push_back({.check = check});
    for (const Selected& one : asked) {
      const bool known = std::ranges::any_of(
          selected, [&](const Selected& each) { return each.check == one.check && each.argument == one.argument; });
      if (one.check == check && !known) selected.push_back(one);
    }
  }
  return selected;
}

}  // namespace chandler::probe
