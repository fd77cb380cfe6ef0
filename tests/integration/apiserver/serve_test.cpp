#include <csignal>
#include <format>

#include <catch2/catch_test_macros.hpp>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "certs/inspect.hpp"
#include "platform/kubernetes/base64.hpp"
#include "tests/integration/apiserver/installation.hpp"
#include "tests/integration/apiserver/serve_instance.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/places.hpp"

namespace chandler::tests {
namespace {

namespace kubernetes = platform::kubernetes;
using nlohmann::json;

ServeInstance start(const Installation& installation) {
  return {tests::chandler_program(), installation.flags()};
}

json pod(const std::string& name, const json& labels) {
  return {{"metadata",
           {{"name", name},
            {"labels", labels},
            {"annotations", {{"chandler.dev/migrate", "configmap:migrations"}, {"chandler.dev/database", "db"}}}}},
          {"spec", {{"containers", {{{"name", "app"}, {"image", "app:1"}}}}}}};
}

const json asked{{"chandler.dev/inject", "true"}};

// The API server sees a changed webhook configuration a moment after it was written.
json created_pod(const std::string& namespace_name, const std::string& name) {
  core::Expected<json> made;
  eventually([&] {
    made = ControlPlane::shared().admin().create({.plural = "pods", .namespace_name = namespace_name}, pod(name, asked),
                                                 {.strict_fields = true});
    return made.has_value();
  });
  if (!made) FAIL(core::describe(made.error()));
  return *made;
}

std::vector<std::string> init_containers(const json& pod) {
  std::vector<std::string> names;
  for (const json& container : pod.at("spec").value("initContainers", json::array())) {
    names.push_back(container.at("name").get<std::string>());
  }
  return names;
}

std::string data(const json& secret, const char* key) {
  return kubernetes::from_base64(secret.at("data").at(key).get<std::string>()).value();
}

}  // namespace

TEST_CASE("Two replicas that start at once agree on one certificate, which the API server trusts") {
  ControlPlane& cluster = ControlPlane::shared();
  Installation installation(cluster, "race");
  installation.grant();
  cluster.make_namespace("race-apps", json::object());
  ServeInstance first = start(installation);
  ServeInstance second = start(installation);
  REQUIRE(first.becomes_ready());
  REQUIRE(second.becomes_ready());

  CHECK(first.events("certificate_made") + second.events("certificate_made") >= 1);
  const json secret = installation.secret();
  const certs::Bundle bundle{
      .ca = data(secret, "ca.crt"), .chain = data(secret, "tls.crt"), .key = data(secret, "tls.key")};
  CHECK(certs::inspect(bundle, "chandler.race.svc", std::chrono::system_clock::now()).has_value());
  const json configuration = installation.webhook_configuration();
  for (const json& webhook : configuration.at("webhooks")) {
    CHECK(kubernetes::from_base64(webhook.at("clientConfig").at("caBundle").get<std::string>()) == bundle.ca);
  }
  for (const ServeInstance* replica : {&first, &second}) {
    installation.route_to(replica->port());
    int pods = 0;
    // The API server takes a moment to see where its webhook is now.
    CHECK(eventually([&] {
      const json made = created_pod("race-apps", std::format("{}-{}", replica == &first ? "one" : "two", ++pods));
      CHECK(init_containers(made) == std::vector<std::string>{"chandler-migrate"});
      return replica->events("admission_answered") > 0;
    }));
  }

  first.process().send(SIGTERM);
  CHECK(first.process().wait() == 0);
  const std::string logs = first.process().output() + second.process().output();
  CHECK(!logs.contains("PRIVATE KEY"));
  CHECK(!logs.contains("chandler-token"));
}

TEST_CASE("Admission goes on while the API server is away") {
  ControlPlane& cluster = ControlPlane::shared();
  Installation installation(cluster, "away");
  installation.grant();
  ServeInstance replica = start(installation);
  REQUIRE(replica.becomes_ready());
  const std::string ca = data(installation.secret(), "ca.crt");

  cluster.api_server().send(SIGSTOP);
  httplib::SSLClient client("localhost", replica.port());
  client.load_ca_cert_store(ca.data(), ca.size());
  client.enable_server_hostname_verification(false);
  const json review{{"apiVersion", "admission.k8s.io/v1"},
                    {"kind", "AdmissionReview"},
                    {"request",
                     {{"uid", "u"},
                      {"kind", {{"kind", "Pod"}}},
                      {"namespace", "apps"},
                      {"operation", "CREATE"},
                      {"object", pod("x", asked)}}}};
  const auto answer = client.Post("/mutate", review.dump(), "application/json");
  cluster.api_server().send(SIGCONT);

  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(json::parse(answer->body).at("response").at("allowed") == true);
  CHECK(json::parse(answer->body).at("response").contains("patch"));
  CHECK(replica.status_of("/readyz") == 200);
}

TEST_CASE("Fifty rotations, and a Secret lost and spoiled, while pods are created: each is admitted") {
  static constexpr int rotations = 50;
  ControlPlane& cluster = ControlPlane::shared();
  Installation installation(cluster, "rotation");
  installation.grant();
  cluster.make_namespace("rotation-apps", json::object());
  std::vector<std::string> flags = installation.flags();
  flags.insert(flags.end(), {"--certs-interval=100ms", "--certs-settle=300ms"});
  ServeInstance first(tests::chandler_program(), flags);
  ServeInstance second(tests::chandler_program(), flags);
  REQUIRE(first.becomes_ready());
  REQUIRE(second.becomes_ready());
  installation.route_to(first.port());
  int pods = 0;
  const auto create = [&] {
    const auto made = cluster.admin().create({.plural = "pods", .namespace_name = "rotation-apps"},
                                             pod(std::format("p{}", ++pods), asked));
    if (!made) FAIL(core::describe(made.error()));
    CHECK(init_containers(*made).size() == 1);
  };
  created_pod("rotation-apps", "p0");
  REQUIRE(eventually([&] { return first.events("admission_answered") > 0; }));

  const kubernetes::Resource secret = kubernetes::secret("rotation", "chandler-certs");
  const auto change = [&](const json& patch) {
    const auto changed = cluster.admin().patch(secret, kubernetes::PatchType::merge, patch);
    if (!changed) FAIL(core::describe(changed.error()));
  };
  const auto until = [&](const auto& reached) {
    CHECK(eventually([&] {
      create();
      return reached();
    }));
  };
  for (int i = 0; i < rotations; ++i) {
    // Every second one comes before the last is served by all.
    const std::size_t served = first.events("certificate_loaded");
    change({{"metadata", {{"annotations", {{"chandler.dev/rotate", std::to_string(i)}}}}}});
    until([&] { return !installation.secret().at("metadata").contains("annotations"); });
    if (i % 2 == 0) until([&] { return first.events("certificate_loaded") > served; });
  }
  const std::string chain = data(installation.secret(), "tls.crt");
  change({{"data", {{"tls.key", nullptr}}}});
  until([&] { return installation.secret().at("data").contains("tls.key"); });
  CHECK(cluster.admin().remove(secret).has_value());
  until([&] { return cluster.admin().get(secret).has_value(); });
  CHECK(data(installation.secret(), "tls.crt") == chain);
  CHECK(first.events("certificate_made") + second.events("certificate_made") >= rotations);
  CHECK(pods > rotations);
}

TEST_CASE("A person has the certificate rotated, and is told when nobody is there to do it") {
  ControlPlane& cluster = ControlPlane::shared();
  Installation installation(cluster, "by-hand");
  installation.grant();
  const auto rotate = [&](const char* timeout) {
    return ChildProcess({tests::chandler_program(), "certs", "rotate",
                         "--kubeconfig=" + cluster.kubeconfig("admin").string(),
                         "--certs-secret=by-hand/chandler-certs", std::string("--timeout=") + timeout});
  };
  ChildProcess nobody = rotate("200ms");
  CHECK(nobody.wait() == 1);
  CHECK(nobody.output().contains("no replica has made a new certificate"));

  std::vector<std::string> flags = installation.flags();
  flags.emplace_back("--certs-interval=200ms");
  ServeInstance replica(tests::chandler_program(), flags);
  REQUIRE(replica.becomes_ready());
  const std::string before = data(installation.secret(), "tls.crt");
  ChildProcess person = rotate("30s");
  CHECK(person.wait() == 0);
  CHECK(person.output().contains("holds a new certificate, valid until"));
  CHECK(data(installation.secret(), "tls.crt") != before);
}

TEST_CASE("Without rights it is alive but not ready, names the right, and recovers when it is granted") {
  ControlPlane& cluster = ControlPlane::shared();
  Installation installation(cluster, "rights");
  ServeInstance replica = start(installation);
  REQUIRE(eventually([&] { return replica.events("certificate_not_refreshed") > 0; }));
  CHECK(replica.status_of("/livez") == 200);
  CHECK(replica.status_of("/readyz") == 503);
  CHECK(replica.process().output().contains("cannot get secrets rights/chandler-certs"));

  installation.grant();
  CHECK(replica.becomes_ready());
}

TEST_CASE("A labelled pod is held while no replica answers, an unlabelled one never waits") {
  ControlPlane& cluster = ControlPlane::shared();
  const Installation installation(cluster, "nobody");
  cluster.make_namespace("nobody-apps", json::object());
  const kubernetes::Resource pods{.plural = "pods", .namespace_name = "nobody-apps"};
  // Until the configuration has spread, even the labelled one is let through.
  core::Expected<json> labelled;
  CHECK(eventually([&] {
    labelled = cluster.admin().create(pods, pod("labelled", asked), {.dry_run = true});
    return !labelled.has_value();
  }));
  CHECK(labelled.error().message.contains("pods.chandler.dev"));
  CHECK(cluster.admin().create(pods, pod("unlabelled", json::object())).has_value());
}

}  // namespace chandler::tests
