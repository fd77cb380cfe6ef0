#include "cli/kubectl/annotate_ask.hpp"

#include <format>
#include <istream>
#include <ostream>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/annotations/registry.hpp"
#include "core/text/list.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::cli::kubectl {
namespace {

namespace annotations = core::annotations;
using annotations::Directive;

bool is_asked_for(const Directive& directive) {
  return (directive.task || directive.name == "database") &&
         annotations::carried_out(directive, annotations::Where::in_cluster);
}

enum class Answered : std::uint8_t { keep, change, ended };

Answered ask_one(const Directive& directive, const std::string& held, std::istream& in, std::ostream& out,
                 std::optional<std::string>& answer) {
  for (;;) {
    out << std::format("{} ({}){}: ", directive.name, directive.grammar,
                       held.empty() ? std::string() : std::format(" [{}]", held))
        << std::flush;
    std::string line;
    if (!std::getline(in, line)) return Answered::ended;
    const std::string_view text = core::text::trim(line);
    if (text.empty()) return Answered::keep;
    if (text == "-") {
      answer = std::nullopt;
      return Answered::change;
    }
    annotations::ProvisionSpec spec;
    const auto read = directive.read(text, spec);
    if (read) {
      answer = text;
      return Answered::change;
    }
    out << std::format("  \"{}\" {}{}\n", text, read.error().why,
                       read.error().nearest.empty() ? "" : std::format("; did you mean \"{}\"?", read.error().nearest));
  }
}

}  // namespace

std::optional<AnnotationChanges> ask_for_changes(const nlohmann::json& object, std::istream& in, std::ostream& out) {
  out << "Enter leaves one as it is, - takes it away.\n";
  AnnotationChanges changes;
  for (const Directive& directive : annotations::directives()) {
    if (!is_asked_for(directive)) continue;
    const std::string key = annotations::full_key(directive.name);
    std::optional<std::string> answer;
    switch (ask_one(directive, platform::kubernetes::objects::text(object, {"metadata", "annotations", key}), in, out,
                    answer)) {
      case Answered::ended:
        return std::nullopt;
      case Answered::keep:
        break;
      case Answered::change:
        changes.emplace(key, std::move(answer));
    }
  }
  return changes;
}

}  // namespace chandler::cli::kubectl
