#include "core/injection/source_mount.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <utility>

#include "core/annotations/keys.hpp"
#include "core/injection/document.hpp"
#include "core/injection/names.hpp"
#include "core/injection/object.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using annotations::Problem;
using annotations::Severity;
using annotations::Source;
using nlohmann::json;

// The API server writes this default into volumes; saying it keeps a second look equal to the first.
constexpr int default_mode = 0644;

json read_only_mount(std::string_view volume, const std::string& path) {
  return object("name", volume, "mountPath", path, "readOnly", true);
}

std::string below(std::string folder, std::string_view path) {
  if (!path.empty()) folder.append("/").append(path);
  return folder;
}

SourceMount mounted(std::string argument, json mount, std::optional<json> volume = std::nullopt) {
  SourceMount result{.argument = std::move(argument)};
  result.mounts.push_back(std::move(mount));
  if (volume) result.volumes.push_back(std::move(*volume));
  return result;
}

Finding refused(Problem problem, const SourceContext& context, const Source& source, std::string_view why) {
  const std::string key = annotations::full_key(context.directive);
  return {Severity::refuse, problem, key, describe(source), {}, std::format("{}: {} {}", key, describe(source), why)};
}

bool has_volume(const SourceContext& context, std::string_view name) {
  return find_named(find(context.pod_spec, {"volumes"}), name) != nullptr ||
         std::ranges::contains(context.claim_volumes, name);
}

}  // namespace

std::string without_dollars(std::string_view encoded) {
  std::string out;
  for (const char c : encoded) out += c == '$' ? std::string("%24") : std::string(1, c);
  return out;
}

SourceMount mount_source(const Source& source, std::string_view volume, std::string_view folder,
                         const SourceContext& context, std::vector<Finding>& findings) {
  const std::string path = std::format("{}/{}", data_folder, folder);
  switch (source.kind) {
    case Source::Kind::config_map: {
      json added = object("name", volume, "configMap", object("name", source.name, "defaultMode", default_mode));
      return mounted(below(path, source.path), read_only_mount(volume, path), std::move(added));
    }
    case Source::Kind::secret: {
      json added = object("name", volume, "secret", object("secretName", source.name, "defaultMode", default_mode));
      return mounted(below(path, source.path), read_only_mount(volume, path), std::move(added));
    }
    case Source::Kind::image:
      return {.argument = source.path, .in_application_image = true};
    case Source::Kind::volume: {
      if (!has_volume(context, source.name))
        findings.push_back(refused(Problem::not_in_pod, context, source, "is not a volume of the pod"));
      json mount = read_only_mount(source.name, path);
      if (!source.path.empty()) mount["subPath"] = source.path;
      return mounted(path, std::move(mount));
    }
    case Source::Kind::oci: {
      if (!context.settings.cluster.image_volumes) {
        findings.push_back(refused(Problem::unsupported_pod, context, source,
                                   "needs image volumes, which this cluster does not have (feature gate ImageVolume)"));
      }
      json added = object("name", volume, "image", object("reference", source.name, "pullPolicy", "IfNotPresent"));
      return mounted(below(path, source.path), read_only_mount(volume, path), std::move(added));
    }
    case Source::Kind::https:
      return {.argument = source.path, .downloaded = true};
    case Source::Kind::postgres: {
      json added = object("name", volume, "secret", object("secretName", source.name, "defaultMode", default_mode));
      return mounted(std::format("postgres:{}?{}", path, without_dollars(source.path)), read_only_mount(volume, path),
                     std::move(added));
    }
  }
  std::unreachable();
}

}  // namespace chandler::core::injection
