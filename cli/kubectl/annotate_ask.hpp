#pragma once

#include <iosfwd>
#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "cli/kubectl/annotate_plan.hpp"

namespace chandler::cli::kubectl {

// Asks a person for the directives that ask for work, and for the database: shows what there is, checks each answer by
// the directive's own grammar, and asks again. Nullopt: the answers ended.
std::optional<AnnotationChanges> ask_for_changes(const nlohmann::json& object, std::istream& in, std::ostream& out);

}  // namespace chandler::cli::kubectl
