#include <format>
#include <map>
#include <mutex>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "certs/ca_bundle.hpp"
#include "certs/issue.hpp"
#include "cli/manifest/node.hpp"
#include "cli/manifest/readers.hpp"
#include "cli/manifest/stream.hpp"
#include "core/injection/admit.hpp"
#include "platform/http/server.hpp"
#include "tests/golden/cases/golden_case.hpp"
#include "tests/integration/apiserver/installation.hpp"
#include "tests/support/eventually.hpp"
#include "webhook/handler.hpp"

// The API server itself accepts what we make of each golden request: a dry run of all admission and
// validation, with unknown fields rejected, and with our webhook called by it over TLS.
namespace chandler::tests {
namespace {

namespace fs = std::filesystem;
namespace http = platform::http;
namespace tls = platform::tls;
namespace kubernetes = platform::kubernetes;
using nlohmann::json;

// The webhook in this process, so that each case gets its own settings.
class GoldenWebhook {
 public:
  explicit GoldenWebhook(const std::string& service)
      : handler_([this](const core::injection::AdmissionInput& input) { return decide(input); }, metrics_) {
    const certs::Bundle bundle = certs::issue({.dns_names = {service}}, std::chrono::system_clock::now()).value();
    const auto slot = std::make_shared<tls::ServerSlot>();
    slot->set(tls::ServerContext::make(bundle.chain, bundle.key).value());
    ca_ = bundle.ca;
    server_ = http::Server::start({.address = "127.0.0.1", .tls = slot}, [this](const http::Request& request) {
                return handler_.handle(request);
              }).value();
  }

  int port() const { return server_->port(); }
  const std::string& ca() const { return ca_; }
  // Nullopt: lets everything through as it is.
  void use(std::optional<core::injection::Settings> settings) {
    const std::scoped_lock lock(mutex_);
    settings_ = std::move(settings);
  }

 private:
  core::injection::AdmissionResult decide(const core::injection::AdmissionInput& input) {
    const std::scoped_lock lock(mutex_);
    return settings_ ? core::injection::admit(input, *settings_) : core::injection::AdmissionResult{};
  }

  std::mutex mutex_;
  std::optional<core::injection::Settings> settings_;
  platform::metrics::Registry registry_;
  webhook::Metrics metrics_{registry_};
  webhook::Handler handler_;
  std::string ca_;
  std::unique_ptr<http::Server> server_;
};

std::optional<kubernetes::Resource> collection_of(const std::string& kind, const std::string& namespace_name) {
  static const std::map<std::string, std::pair<std::string, std::string>> known{
      {"Pod", {"", "pods"}},
      {"Deployment", {"apps", "deployments"}},
      {"StatefulSet", {"apps", "statefulsets"}},
      {"DaemonSet", {"apps", "daemonsets"}},
      {"Job", {"batch", "jobs"}},
      {"CronJob", {"batch", "cronjobs"}}};
  const auto found = known.find(kind);
  if (found == known.end()) return std::nullopt;
  return kubernetes::Resource{
      .group = found->second.first, .plural = found->second.second, .namespace_name = namespace_name};
}

// What a stored object has and a new one must not.
json as_new(json object, const std::string& namespace_name) {
  object.erase("status");
  json& metadata = object["metadata"];
  for (const char* key : {"uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink"}) {
    metadata.erase(key);
  }
  metadata["namespace"] = namespace_name;
  return object;
}

// The API leaves out what says nothing.
bool says_nothing(const json& value) {
  return value.is_null() || value == false || value == "" || (value.is_structured() && value.empty());
}

// What tells the elements of a list apart: a mount's path, else a name, else its place alone.
bool same_element(const json& made, const json& wanted) {
  for (const char* key : {"mountPath", "name"}) {
    if (wanted.is_object() && wanted.contains(key))
      return made.is_object() && made.value(key, json()) == wanted.at(key);
  }
  return true;
}

std::string missing(const json& made, const json& wanted, const std::string& where = "");

std::string missing_member(const json& made, const json& wanted, const std::string& where) {
  for (const auto& [key, value] : wanted.items()) {
    const std::string place = where + "/" + key;
    if (!made.contains(key)) {
      if (says_nothing(value)) continue;
      return place + " is gone";
    }
    if (std::string found = missing(made.at(key), value, place); !found.empty()) return found;
  }
  return {};
}

// The elements in their order; others, such as the API server's token volume, may stand between them.
std::string missing_element(const json& made, const json& wanted, const std::string& where) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string place = std::format("{}/{}", where, i);
    while (next < made.size() && !same_element(made.at(next), wanted.at(i))) ++next;
    if (next == made.size()) return place + " is gone, or out of order";
    if (std::string found = missing(made.at(next++), wanted.at(i), place); !found.empty()) return found;
  }
  return {};
}

// Where `made` lacks something of `wanted`, or has another value; empty when it holds all of it.
std::string missing(const json& made, const json& wanted, const std::string& where) {
  if (wanted.is_object() && made.is_object()) return missing_member(made, wanted, where);
  if (wanted.is_array() && made.is_array()) return missing_element(made, wanted, where);
  return made == wanted ? std::string{} : std::format("{} is {} instead of {}", where, made.dump(), wanted.dump());
}

std::optional<std::string> service_account_of(const json& value) {
  if (!value.is_structured()) return std::nullopt;
  if (value.is_object()) {
    const auto name = value.find("serviceAccountName");
    if (name != value.end() && name->is_string()) return name->get<std::string>();
  }
  for (const json& member : value) {
    if (auto found = service_account_of(member)) return found;
  }
  return std::nullopt;
}

json admitted(const GoldenCase& golden) {
  const fs::path file = golden.folder / "admitted.yaml";
  if (!fs::exists(file)) return golden.object;
  return cli::manifest::to_json(cli::manifest::read_yaml(read_text(file)).value());
}

void make_accounts(ControlPlane& cluster, const GoldenCase& golden) {
  const auto account = service_account_of(golden.object);
  if (!account) return;
  for (const char* place : {"plain-apps", "restricted-apps"}) {
    cluster.admin().create({.plural = "serviceaccounts", .namespace_name = place},
                           {{"metadata", {{"name", *account}}}});
  }
}

// The old object of an update, in the cluster as long as this lives.
class Stored {
 public:
  Stored(ControlPlane& cluster, const GoldenCase& golden) : cluster_(cluster) {
    if (!golden.old_object) return;
    const kubernetes::Resource collection = *collection_of(golden.kind, "plain-apps");
    if (!cluster.admin().create(collection, as_new(*golden.old_object, "plain-apps"))) return;
    resource_ = collection;
    resource_->name = golden.old_object->at("metadata").at("name").get<std::string>();
  }
  ~Stored() {
    if (resource_) cluster_.admin().remove(*resource_);
  }
  Stored(const Stored&) = delete;
  Stored& operator=(const Stored&) = delete;
  Stored(Stored&&) = delete;
  Stored& operator=(Stored&&) = delete;

 private:
  ControlPlane& cluster_;
  std::optional<kubernetes::Resource> resource_;
};

const json restricted{{"pod-security.kubernetes.io/enforce", "restricted"}};

}  // namespace

TEST_CASE("the API server accepts what each golden request becomes, and keeps all of it") {
  ControlPlane& cluster = ControlPlane::shared();
  Installation installation(cluster, "goldens");
  GoldenWebhook replica("chandler.goldens.svc");
  cluster.make_namespace("plain-apps", json::object());
  cluster.make_namespace("restricted-apps", restricted);
  const kubernetes::Resource configuration = kubernetes::mutating_webhook_configuration("goldens");
  REQUIRE(cluster.admin().patch(configuration, kubernetes::PatchType::json,
                                certs::ca_bundle_patch(installation.webhook_configuration(), replica.ca())));
  installation.route_to(replica.port());

  const auto dry_run = [&](const GoldenCase& golden, const std::string& namespace_name) {
    const kubernetes::WriteOptions options{.dry_run = true, .strict_fields = true};
    kubernetes::Resource resource = *collection_of(golden.kind, namespace_name);
    const json object = as_new(golden.object, namespace_name);
    if (!golden.old_object) return cluster.admin().create(resource, object, options);
    resource.name = object.at("metadata").at("name").get<std::string>();
    return cluster.admin().replace(resource, object, options);
  };
  int mutated = 0;
  int denied = 0;
  int in_restricted = 0;
  for (const GoldenCase& golden : golden_cases()) {
    INFO(golden.name);
    // Excluded namespaces and unknown kinds never reach us by the webhook configuration's own rules.
    if (!collection_of(golden.kind, "") || golden.namespace_name == "kube-system" ||
        golden.namespace_name == "chandler")
      continue;
    make_accounts(cluster, golden);
    replica.use(std::nullopt);
    const Stored old(cluster, golden);
    // Some inputs are odd on purpose: what the API server would not take without us is not ours to judge.
    auto made = dry_run(golden, "plain-apps");
    // It sees a new webhook configuration a moment after it was written.
    if (mutated == 0)
      eventually([&] { return (made = dry_run(golden, "plain-apps")).has_value(); }, std::chrono::seconds(5));
    if (!made) continue;
    const bool restricted_admits = golden.kind == "Pod" && dry_run(golden, "restricted-apps").has_value();

    replica.use(golden.settings);
    made = dry_run(golden, "plain-apps");
    const json answer = json::parse(read_text(golden.folder / "answer.json"));
    if (!answer.at("allowed").get<bool>()) {
      ++denied;
      REQUIRE(!made);
      CHECK(made.error().message.contains(answer.at("message").get<std::string>()));
      continue;
    }
    if (!made) FAIL_CHECK(core::describe(made.error()));
    if (!made || answer.at("patch").empty()) continue;
    ++mutated;
    CHECK(missing(*made, as_new(admitted(golden), "plain-apps")) == "");
    // A pod that *restricted* admits, it admits with our containers, too.
    if (!restricted_admits) continue;
    ++in_restricted;
    const auto there = dry_run(golden, "restricted-apps");
    if (!there) FAIL_CHECK(core::describe(there.error()));
  }
  WARN(std::format("{} mutated, {} of them in a restricted namespace, too; {} denied", mutated, in_restricted, denied));
  CHECK(mutated >= 60);
  CHECK(in_restricted >= 10);
  CHECK(denied >= 5);
}

TEST_CASE("the API server accepts each golden CronJob and its pods, and keeps all of it") {
  ControlPlane& cluster = ControlPlane::shared();
  cluster.make_namespace("cronjobs", restricted);
  const kubernetes::WriteOptions options{.dry_run = true, .strict_fields = true};
  int accepted = 0;
  for (const GoldenCase& golden : cron_job_cases()) {
    INFO(golden.name);
    const fs::path file = golden.folder / "cronjob.yaml";
    if (!fs::exists(file)) continue;
    const cli::manifest::Stream stream = cli::manifest::read_stream(read_text(file)).value();
    for (const cli::manifest::Document& document : stream.documents) {
      const json cron_job = as_new(cli::manifest::to_json(document.root), "cronjobs");
      const auto made = cluster.admin().create(*collection_of("CronJob", "cronjobs"), cron_job, options);
      if (!made) FAIL_CHECK(core::describe(made.error()));
      if (made) CHECK(missing(*made, cron_job) == "");

      json pod = cron_job.at("spec").at("jobTemplate").at("spec").at("template");
      pod.update({{"apiVersion", "v1"}, {"kind", "Pod"}});
      pod["metadata"].update({{"name", "run"}, {"namespace", "cronjobs"}});
      // The account and the priority class of the application are not here.
      for (const char* field : {"serviceAccountName", "priorityClassName"}) pod["spec"].erase(field);
      const auto admitted = cluster.admin().create(*collection_of("Pod", "cronjobs"), pod, options);
      if (!admitted) FAIL_CHECK(core::describe(admitted.error()));
      accepted += made && admitted ? 1 : 0;
    }
  }
  CHECK(accepted >= 10);
}

}  // namespace chandler::tests
