#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/kubectl/check/finding.hpp"
#include "cli/kubectl/check/installation.hpp"

namespace chandler::cli::kubectl::check {

// A right that `chandler serve` needs, as docs/rbac.md has it.
struct Right {
  std::string_view group;
  std::string_view resource;  // "pods/eviction"
  std::string_view verb;
};

// Those of the controller, in every namespace that it looks after.
std::span<const Right> controller_rights();

// The question to the API server. Empty namespace: in all of them. Pure.
nlohmann::json access_review(const Right& right, const std::string& user, const std::string& namespace_name);

// What lacks, as `kubectl auth can-i` would say it. Pure.
Finding judge_rights(const std::string& user, std::size_t asked, const std::vector<std::string>& lacking);

}  // namespace chandler::cli::kubectl::check
