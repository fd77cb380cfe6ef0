#include "cli/kubectl/check/judge.hpp"

#include <algorithm>
#include <format>
#include <ranges>

#include <nlohmann/json.hpp>

#include "certs/inspect.hpp"
#include "core/injection/explain.hpp"
#include "core/injection/names.hpp"
#include "core/text/counted.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::cli::kubectl::check {
namespace {

using core::text::counted;
using nlohmann::json;
namespace objects = platform::kubernetes::objects;

constexpr std::string_view version = "v1alpha1";

std::string day(certs::SystemTime time) {
  return std::format("{:%F}", std::chrono::floor<std::chrono::days>(time));
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string logs_of(const Installation& installation) {
  return std::format("kubectl logs -n {} service/{}", installation.service.namespace_name, installation.service.name);
}

}  // namespace

Finding judge_kind(const json& definition) {
  const std::string name = objects::text(definition, {"metadata", "name"});
  const auto finding = [&](Verdict verdict, std::string text, std::string remedy = {}) {
    return Finding{verdict, "kinds", std::format("{} {}", name, text), std::move(remedy)};
  };
  for (const json& condition : objects::list(definition, {"status", "conditions"})) {
    const bool established = objects::text(condition, {"type"}) == "Established";
    if (established && objects::text(condition, {"status"}) != "True") {
      return finding(Verdict::wrong, "is not established: " + objects::text(condition, {"message"}),
                     "kubectl describe crd " + name);
    }
  }
  for (const json& served : objects::list(definition, {"spec", "versions"})) {
    if (objects::text(served, {"name"}) != version) continue;
    if (objects::flag(served, {"served"}) == true) return finding(Verdict::ok, std::format("serves {}", version));
  }
  return finding(Verdict::wrong, std::format("does not serve {}, which this program speaks", version),
                 "upgrade the chart with crds.install: true, or apply its files/crds/*.yaml");
}

Finding judge_webhook(const Installation& installation) {
  const std::string where =
      std::format("{} calls Service {}", installation.configuration, display(installation.service));
  if (installation.service.name.empty()) {
    return {Verdict::ok, "webhook", std::format("{} calls an address", installation.configuration), {}};
  }
  if (installation.untrusted.empty()) return {Verdict::ok, "webhook", where, {}};
  return {Verdict::wrong, "webhook",
          std::format("{}; {} without a caBundle: the API server cannot trust who answers", where,
                      listed(installation.untrusted)),
          std::format("no copy of chandler serve has written it yet, or it may not: {}", logs_of(installation))};
}

Finding judge_ca(const Installation& installation, certs::SystemTime now) {
  std::optional<certs::SystemTime> until;
  for (const std::string_view pem : certs::certificates_of(installation.ca)) {
    const auto end = certs::valid_until(pem);
    if (end && (!until || *end > *until)) until = end;
  }
  if (!until) {
    return {Verdict::wrong, "trust", "the caBundle holds no certificate", "delete it: Chandler writes its own"};
  }
  if (*until <= now) {
    return {Verdict::wrong, "trust", std::format("all CAs of the caBundle ended by {}", day(*until)),
            "the leader renews certificates at two thirds of their life: " + logs_of(installation)};
  }
  return {Verdict::ok, "trust", std::format("the webhook's CA is good until {}", day(*until)), {}};
}

Finding judge_certificate(const Installation& installation, const certs::Bundle& served, certs::SystemTime now) {
  const std::string renew = "annotate its Secret with chandler.dev/rotate=now, or delete it: both make a new one";
  certs::Bundle trusted = served;
  trusted.ca = installation.ca;
  const std::string name = std::format("{}.{}.svc", installation.service.name, installation.service.namespace_name);
  const auto validity = certs::inspect(trusted, name, now);
  if (!validity) {
    const bool differs = validity.error() == certs::Fault::not_signed_by_ca;
    return {Verdict::wrong, "certificate",
            differs ? "the webhook's caBundle does not hold the CA of the certificate that is served"
                    : std::format("what is served is refused for {}: {}", name, certs::id_of(validity.error())),
            differs ? "the leader puts it there: " + logs_of(installation) : renew};
  }
  if (validity->due(now)) {
    return {
        Verdict::wrong, "certificate",
        std::format("ends on {}, and should have been renewed: two thirds of its life are over", day(validity->until)),
        logs_of(installation)};
  }
  return {Verdict::ok,
          "certificate",
          std::format("is for {}, trusted by the API server, good until {}", name, day(validity->until)),
          {}};
}

Finding judge_endpoints(const ObjectKey& service, const std::vector<json>& slices) {
  std::size_t ready = 0;
  std::size_t all = 0;
  for (const json& slice : slices) {
    for (const json& endpoint : objects::list(slice, {"endpoints"})) {
      ++all;
      // Missing counts as ready: discovery.k8s.io/v1.
      if (objects::flag(endpoint, {"conditions", "ready"}).value_or(true)) ++ready;
    }
  }
  if (ready > 0) {
    return {Verdict::ok, "service", std::format("{} answers at {}", display(service), counted(ready, "address")), {}};
  }
  return {Verdict::wrong, "service",
          std::format("nobody answers behind {}: {} ready of {}; labelled pods wait", display(service), ready, all),
          std::format("kubectl describe pods -n {} -l app.kubernetes.io/name=chandler", service.namespace_name)};
}

Finding judge_replicas(const json& deployment) {
  const ObjectKey key{.namespace_name = objects::text(deployment, {"metadata", "namespace"}),
                      .name = objects::text(deployment, {"metadata", "name"})};
  const auto wanted = objects::number(deployment, {"spec", "replicas"}).value_or(1);
  const auto ready = objects::number(deployment, {"status", "readyReplicas"}).value_or(0);
  std::string text = std::format("{}: {} of {} ready", display(key), ready, wanted);
  if (ready >= wanted && wanted > 0) return {Verdict::ok, "replicas", std::move(text), {}};
  return {Verdict::wrong, "replicas", std::move(text),
          std::format("kubectl rollout status deployment/{} -n {}", key.name, key.namespace_name)};
}

Finding judge_version(const Serving& serving, std::string_view own) {
  const std::string tag = tag_of(serving.image);
  if (tag == own) return {Verdict::ok, "version", std::format("{}, here and in the cluster", own), {}};
  const bool number = !tag.empty() && tag.front() >= '0' && tag.front() <= '9';
  if (number) {
    return {Verdict::wrong, "version", std::format("the cluster runs {}, this program is {}", tag, own),
            "install the plugin of that version, or upgrade the chart"};
  }
  return {Verdict::unknown,
          "version",
          std::format("the image {} does not tell it; this program is {}", serving.image, own),
          {}};
}

Finding judge_lease(const objects::Lease& lease, Time now) {
  const std::string name = display(lease.key);
  const std::string look = std::format("kubectl logs -n {} -l app.kubernetes.io/name=chandler --tail=100 | grep lease",
                                       lease.key.namespace_name);
  if (lease.holder.empty() || !lease.renewed) {
    return {Verdict::wrong, "leader", std::format("nobody leads: the Lease {} is free", name), look};
  }
  const auto since = std::chrono::duration_cast<std::chrono::seconds>(now - *lease.renewed);
  std::string text =
      std::format("{} leads, by the Lease {}, renewed {}", lease.holder, name, relative(*lease.renewed, now));
  // By this machine's clock, which may differ from that of the cluster.
  if (since <= lease.duration * 2) return {Verdict::ok, "leader", std::move(text), {}};
  return {Verdict::wrong, "leader",
          std::format("{} held the Lease {} last, and has not renewed it for {}", lease.holder, name, human(since)),
          look};
}

std::optional<MissedPod> read_missed(const json& pod) {
  const std::string phase = objects::text(pod, {"status", "phase"});
  if (phase == "Succeeded" || phase == "Failed") return std::nullopt;
  if (objects::find(pod, {"metadata", "deletionTimestamp"}) != nullptr) return std::nullopt;
  for (const json& container : objects::list(pod, {"spec", "initContainers"})) {
    if (core::injection::is_ours(container)) return std::nullopt;
  }
  for (const json& container : objects::list(pod, {"spec", "containers"})) {
    if (core::injection::is_ours(container)) return std::nullopt;
  }
  const std::string space = objects::text(pod, {"metadata", "namespace"});
  // Any image does: it is asked only whether there would be something to do.
  const core::injection::Settings settings{.image = "chandler"};
  if (core::injection::explain(pod, "Pod", space, settings).reason != core::injection::Reason::injected) {
    return std::nullopt;
  }
  return MissedPod{{.namespace_name = space, .name = objects::text(pod, {"metadata", "name"})}};
}

Finding judge_pods(std::size_t labelled, const std::vector<MissedPod>& missed) {
  if (missed.empty()) {
    return {Verdict::ok, "pods", std::format("{} labelled, none without its containers", counted(labelled, "pod")), {}};
  }
  static constexpr std::size_t most = 5;
  std::vector<std::string> names;
  for (const MissedPod& pod : missed | std::views::take(most)) names.push_back(display(pod.key));
  if (missed.size() > most) names.push_back(std::format("and {} more", missed.size() - most));
  return {Verdict::wrong, "pods",
          std::format("{} made without what they ask for, while no webhook answered: {}", counted(missed.size(), "pod"),
                      listed(names)),
          "kubectl chandler trigger restart KIND/NAME evicts them: those that come in their place are injected"};
}

}  // namespace chandler::cli::kubectl::check
