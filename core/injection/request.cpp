#include "core/injection/request.hpp"

#include <algorithm>
#include <format>
#include <iterator>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/document.hpp"

namespace chandler::core::injection {

using annotations::Finding;

void check_keys_of(const nlohmann::json& metadata, std::vector<Finding>& findings) {
  std::vector<Finding> wrong =
      annotations::check_keys(entries(find(metadata, {"annotations"})), entries(find(metadata, {"labels"})));
  std::ranges::move(wrong, std::back_inserter(findings));
}

annotations::Reading read_request(const nlohmann::json& metadata, std::vector<Finding>& findings) {
  check_keys_of(metadata, findings);
  annotations::Reading reading = annotations::read(entries(find(metadata, {"annotations"})));
  std::ranges::move(reading.findings, std::back_inserter(findings));
  reading.findings.clear();
  if (!reading.any_task) {
    const std::string_view seen =
        reading.any_directive ? "annotations that ask for no work" : "no annotation that says what to do";
    findings.push_back({annotations::Severity::warn,
                        annotations::Problem::no_directive,
                        std::string(annotations::inject_label),
                        "true",
                        {},
                        std::format("label {} stands with {}; add {}migrate, load or wait-for beside it",
                                    annotations::inject_label, seen, annotations::prefix)});
  }
  return reading;
}

}  // namespace chandler::core::injection
