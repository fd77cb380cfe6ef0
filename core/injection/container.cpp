#include "core/injection/container.hpp"

#include <array>
#include <format>
#include <utility>

#include "core/injection/mask.hpp"
#include "core/injection/names.hpp"
#include "core/injection/object.hpp"

namespace chandler::core::injection {
namespace {

using nlohmann::json;

struct SecretKey {
  std::string_view variable;
  std::string_view key;
};

// The keys that operators write, see docs/annotations.md; each is optional, so that any of their shapes fits.
constexpr std::array<SecretKey, 10> secret_keys{{{"CHANDLER_DATABASE_SECRET_URI", "uri"},
                                                 {"CHANDLER_DATABASE_SECRET_URL", "url"},
                                                 {"CHANDLER_DATABASE_SECRET_HOST", "host"},
                                                 {"CHANDLER_DATABASE_SECRET_PORT", "port"},
                                                 {"CHANDLER_DATABASE_SECRET_DBNAME", "dbname"},
                                                 {"CHANDLER_DATABASE_SECRET_DATABASE", "database"},
                                                 {"CHANDLER_DATABASE_SECRET_USER", "user"},
                                                 {"CHANDLER_DATABASE_SECRET_USERNAME", "username"},
                                                 {"CHANDLER_DATABASE_SECRET_PASSWORD", "password"},
                                                 {"CHANDLER_DATABASE_SECRET_SSLMODE", "sslmode"}}};

// See docs/annotations.md, source-secret; each optional, too.
constexpr std::array<SecretKey, 4> source_keys{{{"CHANDLER_SOURCE_TOKEN", "token"},
                                                {"CHANDLER_SOURCE_USERNAME", "username"},
                                                {"CHANDLER_SOURCE_PASSWORD", "password"},
                                                {"CHANDLER_SOURCE_CA", "ca.crt"}}};

json plain(std::string_view name, std::string_view value) {
  return object("name", name, "value", value);
}

json from_field(std::string_view name, std::string_view field) {
  return object("name", name, "valueFrom", object("fieldRef", object("apiVersion", "v1", "fieldPath", field)));
}

json from_secret(const SecretKey& entry, const std::string& secret) {
  return object("name", entry.variable, "valueFrom",
                object("secretKeyRef", object("name", secret, "key", entry.key, "optional", true)));
}

void add_database(json& environment, const annotations::ProvisionSpec::Database& database) {
  if (database.secret) {
    for (const SecretKey& entry : secret_keys) environment.push_back(from_secret(entry, *database.secret));
  }
  if (database.host) environment.push_back(plain("CHANDLER_DATABASE_HOST", *database.host));
  if (database.port) environment.push_back(plain("CHANDLER_DATABASE_PORT", std::format("{}", *database.port)));
  if (database.name) environment.push_back(plain("CHANDLER_DATABASE_NAME", *database.name));
  if (database.user) environment.push_back(plain("CHANDLER_DATABASE_USER", *database.user));
  if (database.sslmode) environment.push_back(plain("CHANDLER_DATABASE_SSLMODE", *database.sslmode));
}

json environment_of(const Step& step) {
  json environment = json::array();
  environment.push_back(from_field("CHANDLER_POD", "metadata.name"));
  environment.push_back(from_field("CHANDLER_NAMESPACE", "metadata.namespace"));
  if (step.database != nullptr) add_database(environment, *step.database);
  if (step.source_secret) {
    for (const SecretKey& entry : source_keys) environment.push_back(from_secret(entry, *step.source_secret));
  }
  if (step.foreign != nullptr) {
    // No CA certificates are to be expected in a foreign image, and a library of its own for LD_PRELOAD
    // would not load into our program.
    environment.push_back(plain("SSL_CERT_FILE", std::format("{}/etc/ca.crt", program_folder)));
    environment.push_back(plain("LD_PRELOAD", ""));
  }
  return environment;
}

json security_context(const std::optional<std::int64_t>& user) {
  json context =
      object("allowPrivilegeEscalation", false, "capabilities", object("drop", json::array({"ALL"})),
             "readOnlyRootFilesystem", true, "runAsNonRoot", true, "seccompProfile", object("type", "RuntimeDefault"));
  if (user) context["runAsUser"] = *user;
  return context;
}

json mounts_of(Step& step, bool token_mounted) {
  json mounts = json::array();
  if (step.foreign != nullptr)
    mounts.push_back(object("name", program_volume, "mountPath", program_folder, "readOnly", true));
  for (json& mount : step.mounts) mounts.push_back(std::move(mount));
  if (token_mounted && !step.needs_token) mounts.push_back(token_mask_mount());
  return mounts;
}

}  // namespace

json build_container(Step step, const ContainerDefaults& defaults) {
  json args = std::move(step.args);
  if (defaults.log_level) {
    args.push_back("--log-level");
    args.push_back(*defaults.log_level);
  }
  json container = object("name", step.name, "args", std::move(args), "env", environment_of(step), "resources",
                          defaults.resources, "securityContext", security_context(defaults.user));
  if (json mounts = mounts_of(step, defaults.token_mounted); !mounts.empty())
    container["volumeMounts"] = std::move(mounts);
  if (step.port)
    container["ports"] = json::array({object("name", "chandler", "containerPort", *step.port, "protocol", "TCP")});
  if (!step.pre_stop.empty()) {
    container["lifecycle"] = object("preStop", object("exec", object("command", std::move(step.pre_stop))));
  }
  if (step.native_sidecar) container["restartPolicy"] = "Always";
  if (step.foreign == nullptr) {
    container["image"] = defaults.image;
    container["imagePullPolicy"] = defaults.pull_policy;
    return container;
  }
  container["image"] = step.foreign->image;
  if (step.foreign->pull_policy) container["imagePullPolicy"] = *step.foreign->pull_policy;
  container["command"] = {std::format("{}/lib/ld.so", program_folder), "--library-path",
                          std::format("{}/lib", program_folder), std::format("{}/bin/chandler", program_folder)};
  return container;
}

}  // namespace chandler::core::injection
