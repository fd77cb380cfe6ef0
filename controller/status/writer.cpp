#include "controller/status/writer.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "controller/status/provision.hpp"
#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/log/log.hpp"

namespace chandler::controller::status {

namespace kubernetes = platform::kubernetes;
namespace log = platform::log;
using nlohmann::json;

bool Writer::note(const core::Expected<json>& done, std::string_view what, const std::string& workload) {
  if (done) {
    writes_.with({what}).add();
    complaint_.clear();
    return true;
  }
  const core::Error& error = done.error();
  // Changed, made or gone since it was seen: what was seen is not current yet.
  const bool everyday = error.code == kubernetes::code::conflict || error.code == kubernetes::code::fenced ||
                        error.code == kubernetes::code::not_found;
  const bool known = std::exchange(complaint_, error.code) == error.code;
  log::write(everyday || known ? log::Level::debug : log::Level::warning, "provision_not_written",
             core::describe(error), {{"workload", workload}, {"code", error.code}});
  usable_ = error.code != kubernetes::code::unreachable && error.code != kubernetes::code::fenced;
  return false;
}

bool Writer::write(const Workload& workload, const Provision* there, const std::string& version, const json& status) {
  const auto& key = workload.metadata.key;
  const std::string shown = display(WorkloadKey{.kind = workload.kind, .key = key});
  json object = provision_of(workload);
  if (there == nullptr) {
    const auto made = client_.create(provision_resource(key.namespace_name, {}), object);
    if (!note(made, "created", shown)) return false;
    object = *made;
  } else {
    object["metadata"]["resourceVersion"] = version;
  }
  object["status"] = status;
  const std::string name = object.at("metadata").at("name").get<std::string>();
  const auto updated = client_.replace(provision_resource(key.namespace_name, name, "status"), object);
  if (!note(updated, "updated", shown)) return false;
  const auto metadata = kubernetes::objects::read_metadata(*updated);
  version_ = metadata ? metadata->resource_version : std::string();
  return true;
}

bool Writer::remove(const Provision& there) {
  const auto& key = there.metadata.key;
  const auto removed = client_.remove(provision_resource(key.namespace_name, key.name),
                                      {.uid = there.metadata.uid, .resource_version = {}});
  if (!removed && removed.error().code == kubernetes::code::not_found) return true;
  return note(removed, "removed", display(WorkloadKey{.kind = there.kind, .key = {key.namespace_name, there.name}}));
}

}  // namespace chandler::controller::status
