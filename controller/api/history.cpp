#include "controller/api/history.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::controller::api {
namespace {

namespace objects = platform::kubernetes::objects;
using nlohmann::json;
using nlohmann::ordered_json;

struct Moment {
  std::string at;  // RFC 3339 in UTC, without fractions: sorts as text
  ordered_json item;
};

void add_runs(std::vector<Moment>& moments, const json& status, const char* schedule) {
  for (const json& run : objects::list(status, {schedule, "runs"})) {
    if (!run.is_object()) continue;
    ordered_json item{{"type", "run"}, {"schedule", schedule}};
    for (const char* field : {"job", "manual", "state", "outcome", "startedAt", "finishedAt", "durationMilliseconds",
                              "rows", "verdict", "found", "coverage", "message", "report"}) {
      if (const json* const found = objects::find(run, {field})) item[field] = *found;
    }
    moments.push_back({.at = objects::text(run, {"startedAt"}), .item = std::move(item)});
  }
}

}  // namespace

std::string history_of(const ProvisionRecord& provision, const std::vector<Records::Operation>& operations) {
  std::vector<Moment> moments;
  const json status = json::parse(provision.object->status, nullptr, false);
  add_runs(moments, status, "refresh");
  add_runs(moments, status, "probe");
  for (const auto& operation : operations) {
    ordered_json item{{"type", "operation"}};
    item.update(ordered_json::parse(text_of(*operation)));
    moments.push_back({.at = operation->metadata.created ? objects::to_time(*operation->metadata.created) : "",
                       .item = std::move(item)});
  }
  // What has no time yet is only just beginning.
  std::ranges::stable_sort(moments, [](const Moment& a, const Moment& b) {
    if (a.at.empty() != b.at.empty()) return a.at.empty();
    return a.at > b.at;
  });
  ordered_json items = ordered_json::array();
  for (Moment& moment : moments) items.push_back(std::move(moment.item));
  return ordered_json{{"items", std::move(items)}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace chandler::controller::api
