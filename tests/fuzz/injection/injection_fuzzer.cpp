// Lines of "name=value" become the annotations of a pod: whatever they say there is an answer, its warnings
// are lines that the API server passes on, its patch applies, and asking again changes nothing.
//   injection_fuzzer -dict=tests/fuzz/injection/injection.dict CORPUS
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/injection/admit.hpp"

namespace {

using namespace chandler::core::injection;
using nlohmann::json;

void require(bool holds) {
  if (!holds) std::abort();
}

json pod_with(std::string_view text) {
  json pod = json::parse(R"({"metadata": {"labels": {"chandler.dev/inject": "true"}, "annotations": {}},
    "spec": {"initContainers": [{"name": "istio-init"}, {"name": "istio-proxy", "restartPolicy": "Always"}],
             "containers": [{"name": "app", "image": "app:1"}], "volumes": [{"name": "data", "emptyDir": {}}]}})");
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = std::min(line.find('='), line.size());
    const std::string value(line.substr(std::min(equals + 1, line.size())));
    pod["metadata"]["annotations"]["chandler.dev/" + std::string(line.substr(0, equals))] = value;
  }
  return pod;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Settings settings{.image = "chandler:1", .cluster = {.image_volumes = true}};
  const json pod = pod_with({reinterpret_cast<const char*>(data), size});
  const AdmissionResult result = admit({.kind = "Pod", .namespace_name = "shop", .object = pod}, settings);
  require(result.allowed || !result.message.empty());
  for (const std::string& warning : result.warnings) {
    require(!warning.empty() && warning.size() <= chandler::core::annotations::warning_limit);
    require(std::ranges::none_of(warning, [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
    require(json::accept("\"" + json(warning).dump().substr(1)));
  }
  if (result.patch.empty()) return 0;
  const json after = pod.patch(json::parse(result.patch));
  require(admit({.kind = "Pod", .namespace_name = "shop", .object = after}, settings).patch.empty());
  return 0;
}
