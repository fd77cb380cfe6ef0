#include "tests/integration/apiserver/control_plane.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <format>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "certs/issue.hpp"
#include "cli/manifest/stream.hpp"
#include "platform/kubernetes/base64.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/places.hpp"

namespace chandler::tests {
namespace {

namespace fs = std::filesystem;
namespace kubernetes = platform::kubernetes;
using nlohmann::json;

std::string kubeconfig_text(int port, const std::string& ca, const std::string& account) {
  return std::format(
      "apiVersion: v1\nkind: Config\ncurrent-context: test\n"
      "contexts: [{{name: test, context: {{cluster: test, user: {0}}}}}]\n"
      "clusters: [{{name: test, cluster: {{server: 'https://localhost:{1}', certificate-authority-data: {2}}}}}]\n"
      "users: [{{name: {0}, user: {{token: {0}-token}}}}]\n",
      account, port, kubernetes::base64(ca));
}

}  // namespace

std::optional<fs::path> cluster_programs() {
  const char* given = std::getenv("CHANDLER_CLUSTER_BIN");
  const char* cache = std::getenv("CHANDLER_CACHE");
  const fs::path folder =
      given != nullptr ? fs::path(given) : fs::path(cache != nullptr ? cache : "/var/cache/chandler") / "node/bin";
  if (fs::exists(folder / "kube-apiserver") && fs::exists(folder / "etcd")) return folder;
  return std::nullopt;
}

ControlPlane::ControlPlane(const fs::path& programs)
    : programs_(programs), port_(free_port()), etcd_port_(free_port()), etcd_peer_port_(free_port()) {
  write_files();
  start_etcd();
  const auto file = [&](const char* flag, const char* name) { return flag + (folder_.path() / name).string(); };
  api_server_ = std::make_unique<ChildProcess>(std::vector<std::string>{
      programs / "kube-apiserver", std::format("--etcd-servers=http://127.0.0.1:{}", etcd_port_),
      "--bind-address=127.0.0.1", std::format("--secure-port={}", port_), "--advertise-address=192.0.2.1",
      "--endpoint-reconciler-type=none", "--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=RBAC",
      "--feature-gates=ImageVolume=true", "--service-account-issuer=https://localhost",
      file("--tls-cert-file=", "tls.crt"), file("--tls-private-key-file=", "tls.key"),
      file("--service-account-key-file=", "accounts.crt"), file("--service-account-signing-key-file=", "accounts.key"),
      file("--token-auth-file=", "tokens.csv"), file("--cert-dir=", "certs")});
  auto client = kubernetes::Client::make(kubernetes::from_kubeconfig(kubeconfig("admin").string()).value());
  admin_ = std::make_unique<kubernetes::Client>(*std::move(client));
  const auto alive = [&] { return etcd_->running() && api_server_->running(); };
  const auto answers = [&] { return admin_->get({.plural = "namespaces", .name = "default"}).has_value(); };
  if (!eventually([&] { return !alive() || answers(); }, std::chrono::seconds(120)) || !alive()) {
    throw std::runtime_error("kube-apiserver did not come up:\n" + etcd_->output() + api_server_->output());
  }
  make_kinds();
}

void ControlPlane::make_kinds() {
  for (const auto& file : fs::directory_iterator(tests::source_dir() / "charts/chandler/files/crds")) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const json kind = cli::manifest::to_json(cli::manifest::read_stream(text).value().documents.at(0).root);
    make({.group = "apiextensions.k8s.io", .plural = "customresourcedefinitions"}, kind);
    const auto text_at = [&](const char* pointer) { return kind.at(json::json_pointer(pointer)).get<std::string>(); };
    const kubernetes::Resource collection{.group = text_at("/spec/group"),
                                          .version = text_at("/spec/versions/0/name"),
                                          .plural = text_at("/spec/names/plural")};
    if (!eventually([&] { return admin_->list(collection, {}, [](json&&) {}).has_value(); })) {
      throw std::runtime_error("the kind of " + file.path().string() + " is not served");
    }
  }
}

void ControlPlane::start_etcd() {
  const std::string clients = std::format("http://127.0.0.1:{}", etcd_port_);
  const std::string peer = std::format("http://127.0.0.1:{}", etcd_peer_port_);
  etcd_ = std::make_unique<ChildProcess>(std::vector<std::string>{
      programs_ / "etcd", "--data-dir=" + (folder_.path() / "etcd").string(), "--listen-client-urls=" + clients,
      "--advertise-client-urls=" + clients, "--listen-peer-urls=" + peer, "--initial-advertise-peer-urls=" + peer,
      "--initial-cluster=default=" + peer, "--unsafe-no-fsync", "--log-level=warn"});
}

void ControlPlane::restart_etcd() {
  etcd_->send(SIGKILL);
  etcd_->wait();
  start_etcd();
}

ControlPlane& ControlPlane::shared() {
  const auto programs = cluster_programs();
  if (!programs) {
    SKIP(
        "no kube-apiserver and etcd in $CHANDLER_CLUSTER_BIN or ${CHANDLER_CACHE:-/var/cache/chandler}/node/bin: "
        "tests/cluster/node builds them");
  }
  static ControlPlane instance(*programs);
  return instance;
}

void ControlPlane::write_files() {
  const auto now = std::chrono::system_clock::now();
  const certs::Bundle server = certs::issue({.dns_names = {"localhost"}}, now).value();
  ca_ = server.ca;
  folder_.write("tls.crt", server.chain);
  folder_.write("tls.key", server.key);
  const certs::Bundle accounts = certs::issue({.dns_names = {"accounts"}}, now).value();
  folder_.write("accounts.crt", accounts.chain);
  folder_.write("accounts.key", accounts.key);
  folder_.write("tokens.csv",
                "admin-token,admin,1,system:masters\nchandler-token,chandler,2\nchandler-next-token,chandler,2\n");
  for (const char* account : {"admin", "chandler"}) {
    folder_.write(kubeconfig(account).filename(), kubeconfig_text(port_, server.ca, account));
  }
}

fs::path ControlPlane::kubeconfig(const std::string& account) const {
  return folder_.path() / (account + ".kubeconfig");
}

std::unique_ptr<ApiProxy> ControlPlane::proxy() const {
  return std::make_unique<ApiProxy>(
      platform::http::Origin{.host = "localhost",
                             .port = static_cast<std::uint16_t>(port_),
                             .tls = platform::tls::ClientContext::make({.ca = ca_}).value()});
}

fs::path ControlPlane::kubeconfig_by(const ApiProxy& proxy, const std::string& user) const {
  return folder_.write(std::format("proxy-{}.kubeconfig", proxy.port()),
                       std::format("apiVersion: v1\nkind: Config\ncurrent-context: test\n"
                                   "contexts: [{{name: test, context: {{cluster: test, user: test}}}}]\n"
                                   "clusters: [{{name: test, cluster: {{server: 'http://127.0.0.1:{}'}}}}]\n"
                                   "users: [{{name: test, user: {{{}}}}}]\n",
                                   proxy.port(), user));
}

json ControlPlane::make(const kubernetes::Resource& collection, const json& object) {
  auto made = admin_->create(collection, object, {.strict_fields = true});
  if (!made) FAIL(core::describe(made.error()));
  return *std::move(made);
}

void ControlPlane::make_namespace(const std::string& name, const json& labels) {
  make({.plural = "namespaces"}, {{"metadata", {{"name", name}, {"labels", labels}}}});
  make({.plural = "serviceaccounts", .namespace_name = name}, {{"metadata", {{"name", "default"}}}});
}

}  // namespace chandler::tests
