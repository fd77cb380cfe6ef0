#include "cli/kubectl/check/survey.hpp"

#include <algorithm>
#include <chrono>
#include <format>

#include <nlohmann/json.hpp>

#include "certs/secret_store.hpp"
#include "cli/kubectl/check/judge.hpp"
#include "cli/kubectl/check/rights.hpp"
#include "cli/kubectl/check/trial.hpp"
#include "core/annotations/keys.hpp"
#include "platform/kubernetes/objects/field.hpp"
#include "platform/kubernetes/status.hpp"

namespace chandler::cli::kubectl::check {
namespace {

using core::Expected;
using nlohmann::json;
namespace kubernetes = platform::kubernetes;
namespace objects = platform::kubernetes::objects;
using kubernetes::Resource;

// Ends the survey: nothing more can be seen.
bool is_final(const core::Error& error) {
  return error.code == kubernetes::code::unreachable || error.code == "kubernetes.credentials" ||
         (error.code == kubernetes::code::refused && error.hint == kubernetes::hint_of(401));
}

class Survey {
 public:
  explicit Survey(Connection& connection) : connection_(connection) {}

  Expected<Findings> run() {
    look_at_kinds();
    look_at_installations();
    look_at_pods();
    if (failure_) return std::unexpected(*failure_);
    return std::move(findings_);
  }

 private:
  void add(Finding finding) { findings_.push_back(std::move(finding)); }
  void unseen(const char* subject, const core::Error& error) {
    if (is_final(error)) failure_ = error;
    add({Verdict::unknown, subject, error.message, {}});
  }

  Expected<std::vector<json>> list(const Resource& collection, const std::string& labels = {}) {
    std::vector<json> items;
    const auto listed = connection_.client.list_all(collection, {.selection = {.labels = labels}},
                                                    [&](json&& item) { items.push_back(std::move(item)); });
    if (!listed) return std::unexpected(listed.error());
    return items;
  }

  void look_at_kinds();
  void look_at_installations();
  void look_at(const Installation& installation);
  void look_at_endpoints(const Installation& installation);
  void look_at_certificate(const Installation& installation, const ObjectKey& secret);
  std::optional<Serving> look_at_deployment(const Installation& installation);
  void look_at_lease(const Serving& serving);
  void look_at_rights(const Installation& installation, const Serving& serving);
  void look_at_pods();

  Connection& connection_;
  Findings findings_;
  std::optional<core::Error> failure_;
  const std::chrono::system_clock::time_point now_ = std::chrono::system_clock::now();
};

void Survey::look_at_kinds() {
  for (const char* plural : {"operations", "provisions"}) {
    const std::string name = std::format("{}.chandler.dev", plural);
    const auto definition =
        connection_.client.get({.group = "apiextensions.k8s.io", .plural = "customresourcedefinitions", .name = name});
    if (definition) {
      add(judge_kind(*definition));
      continue;
    }
    if (failure_) return;
    if (definition.error().code == kubernetes::code::not_found) {
      add({Verdict::wrong, "kinds", std::format("there is no kind {}", name),
           "install the chart with crds.install: true, or apply its files/crds/*.yaml"});
    } else {
      unseen("kinds", definition.error());
    }
  }
}

void Survey::look_at_installations() {
  if (failure_) return;
  const auto configurations =
      list({.group = "admissionregistration.k8s.io", .plural = "mutatingwebhookconfigurations"});
  if (!configurations) return unseen("webhook", configurations.error());
  bool any = false;
  for (const json& configuration : *configurations) {
    if (const auto installation = read_installation(configuration)) {
      any = true;
      look_at(*installation);
    }
  }
  if (any) return;
  add({Verdict::wrong, "webhook",
       "no webhook configuration of Chandler's is in the cluster: labelled pods start as they are",
       "helm install chandler charts/chandler --namespace chandler-system --create-namespace"});
}

void Survey::look_at(const Installation& installation) {
  add(judge_webhook(installation));
  if (!installation.ca.empty()) add(judge_ca(installation, now_));
  if (installation.service.name.empty()) return;
  look_at_endpoints(installation);
  if (const auto serving = look_at_deployment(installation)) {
    look_at_certificate(installation, serving->certs_secret);
    look_at_lease(*serving);
    look_at_rights(installation, *serving);
  }
  const auto answer = connection_.client.create({.plural = "pods", .namespace_name = connection_.namespace_name},
                                                trial_pod(), {.dry_run = true});
  add(judge_trial(answer, connection_.namespace_name));
}

void Survey::look_at_endpoints(const Installation& installation) {
  const auto slices = list(
      {.group = "discovery.k8s.io", .plural = "endpointslices", .namespace_name = installation.service.namespace_name},
      "kubernetes.io/service-name=" + installation.service.name);
  if (!slices) return unseen("service", slices.error());
  add(judge_endpoints(installation.service, *slices));
}

std::optional<Serving> Survey::look_at_deployment(const Installation& installation) {
  const auto deployments =
      list({.group = "apps", .plural = "deployments", .namespace_name = installation.service.namespace_name});
  if (!deployments) {
    unseen("replicas", deployments.error());
    return std::nullopt;
  }
  for (const json& deployment : *deployments) {
    auto serving = read_serving(deployment);
    if (!serving) continue;
    add(judge_replicas(deployment));
    add(judge_version(*serving, CHANDLER_VERSION));
    return serving;
  }
  add({Verdict::unknown,
       "replicas",
       std::format("no Deployment in {} runs chandler serve: it may run outside of the cluster",
                   installation.service.namespace_name),
       {}});
  return std::nullopt;
}

void Survey::look_at_certificate(const Installation& installation, const ObjectKey& secret) {
  certs::SecretStore store(connection_.client, secret.namespace_name, secret.name);
  const auto stored = store.load();
  if (!stored) return unseen("certificate", stored.error());
  if (!stored->bundle) {
    return add({Verdict::wrong, "certificate", std::format("the Secret {} holds none", display(secret)),
                "chandler serve makes one when it starts, if it may: its log says why not"});
  }
  add(judge_certificate(installation, *stored->bundle, now_));
}

void Survey::look_at_lease(const Serving& serving) {
  if (!serving.controller) {
    return add({Verdict::ok, "leader", "none is elected: the controller is off (--no-controller)", {}});
  }
  const auto object = connection_.client.get({.group = "coordination.k8s.io",
                                              .plural = "leases",
                                              .namespace_name = serving.lease.namespace_name,
                                              .name = serving.lease.name});
  if (!object && object.error().code == kubernetes::code::not_found) {
    return add({Verdict::wrong, "leader", std::format("there is no Lease {}: nobody can lead", display(serving.lease)),
                "helm upgrade: the chart makes it"});
  }
  if (!object) return unseen("leader", object.error());
  if (const auto lease = objects::read_lease(*object)) {
    add(judge_lease(*lease, std::chrono::time_point_cast<Time::duration>(now_)));
  }
}

void Survey::look_at_rights(const Installation& installation, const Serving& serving) {
  if (!serving.controller) return;
  const std::string user =
      std::format("system:serviceaccount:{}:{}", installation.service.namespace_name, serving.service_account);
  std::vector<std::string> lacking;
  std::size_t asked = 0;
  for (const std::string& space : serving.namespaces.empty() ? std::vector<std::string>{""} : serving.namespaces) {
    for (const Right& right : controller_rights()) {
      const auto answer = connection_.client.create({.group = "authorization.k8s.io", .plural = "subjectaccessreviews"},
                                                    access_review(right, user, space));
      if (!answer) return unseen("rights", answer.error());
      ++asked;
      if (objects::flag(*answer, {"status", "allowed"}) == true) continue;
      // "update operations.chandler.dev/status", as kubectl auth can-i takes it.
      const std::size_t slash = std::min(right.resource.find('/'), right.resource.size());
      lacking.push_back(std::format("{} {}{}{}{}{}", right.verb, right.resource.substr(0, slash),
                                    right.group.empty() ? "" : ".", right.group, right.resource.substr(slash),
                                    space.empty() ? "" : " in " + space));
    }
  }
  add(judge_rights(user, asked, lacking));
}

void Survey::look_at_pods() {
  if (failure_) return;
  const std::string labelled = std::format("{}=true", core::annotations::inject_label);
  auto pods = list({.plural = "pods"}, labelled);
  const bool everywhere = pods.has_value();
  if (!pods) pods = list({.plural = "pods", .namespace_name = connection_.namespace_name}, labelled);
  if (!pods) return unseen("pods", pods.error());
  std::vector<MissedPod> missed;
  for (const json& pod : *pods) {
    if (auto one = read_missed(pod)) missed.push_back(*std::move(one));
  }
  Finding finding = judge_pods(pods->size(), missed);
  if (!everywhere) finding.text += std::format(" (in {} alone)", connection_.namespace_name);
  add(std::move(finding));
}

}  // namespace

Expected<Findings> survey(Connection& connection) {
  return Survey(connection).run();
}

}  // namespace chandler::cli::kubectl::check
