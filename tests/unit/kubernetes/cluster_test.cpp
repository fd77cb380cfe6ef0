#include "platform/kubernetes/cluster.hpp"

#include <filesystem>
#include <fstream>
#include <map>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

namespace chandler::platform::kubernetes {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "chandler-cluster-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return path_ / name;
  }
  std::string path() const { return path_; }

 private:
  fs::path path_;
};

Environment environment(std::map<std::string, std::string, std::less<>> variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

std::string kubeconfig(const std::string& cluster, const std::string& user) {
  return "current-context: here\n"
         "contexts:\n- {name: other, context: {cluster: x, user: x}}\n- {name: here, context: {cluster: c, user: u}}\n"
         "clusters:\n- name: c\n  cluster: {" +
         cluster + "}\nusers:\n- name: u\n  user: {" + user + "}\n";
}

std::string message_for(const Folder& folder, const std::string& text) {
  const auto read = from_kubeconfig(folder.write("config", text));
  return read ? "" : read.error().message;
}

}  // namespace

TEST_CASE("a kubeconfig's current context is read, as data and as files beside it") {
  const Folder folder;
  folder.write("ca.pem", "CA FROM FILE");
  const auto by_file = from_kubeconfig(folder.write(
      "config", kubeconfig("server: 'https://[2001:db8::1]:6443', certificate-authority: ca.pem", "tokenFile: token")));
  REQUIRE(by_file);
  CHECK(by_file->host == "2001:db8::1");
  CHECK(by_file->port == 6443);
  CHECK(by_file->ca == "CA FROM FILE");
  CHECK(by_file->token_file == folder.path() + "/token");

  const auto by_data = from_kubeconfig(
      folder.write("config", kubeconfig("server: https://api.example, certificate-authority-data: Q0E=",
                                        "client-certificate-data: Q0VSVA==, client-key-data: S0VZ, token: t")));
  REQUIRE(by_data);
  CHECK(by_data->host == "api.example");
  CHECK(by_data->port == 443);
  CHECK(by_data->tls);
  CHECK(by_data->ca == "CA");
  CHECK(by_data->client_certificate == "CERT");
  CHECK(by_data->client_key == "KEY");
  CHECK(by_data->token == "t");

  const auto proxy = from_kubeconfig(folder.write("config", kubeconfig("server: 'http://127.0.0.1:8001/'", "{}: 1")));
  REQUIRE(proxy);
  CHECK(!proxy->tls);
  CHECK(proxy->port == 8001);
}

TEST_CASE("what a kubeconfig lacks or we cannot do is said") {
  const Folder folder;
  CHECK(message_for(folder, "current-context: none").contains("contexts has no entry named 'none'"));
  CHECK(message_for(folder, "[").contains("not valid YAML"));
  CHECK(message_for(folder, "text").contains("not a YAML mapping"));
  CHECK(message_for(folder, kubeconfig("server: api.example", "token: t")).contains("is no URL"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a:99999'", "token: t")).contains("no valid port"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a/path'", "token: t")).contains("path"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a', certificate-authority: none.pem", "token: t"))
            .contains("none.pem"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a', certificate-authority-data: '!'", "token: t"))
            .contains("not base64"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a', insecure-skip-tls-verify: true", "token: t"))
            .contains("insecure-skip-tls-verify"));
  CHECK(
      message_for(folder, kubeconfig("server: 'https://a'", "exec: {command: x}")).contains("'exec' is not supported"));
  CHECK(from_kubeconfig(folder.path() + "/missing").error().where == folder.path() + "/missing");
}

TEST_CASE("a pod finds its cluster by environment and mounted files") {
  const Folder folder;
  folder.write("ca.crt", "CA");
  const auto cluster = in_cluster(
      environment({{"KUBERNETES_SERVICE_HOST", "10.96.0.1"}, {"KUBERNETES_SERVICE_PORT", "6443"}}), folder.path());
  REQUIRE(cluster);
  CHECK(cluster->host == "10.96.0.1");
  CHECK(cluster->port == 6443);
  CHECK(cluster->ca == "CA");
  CHECK(cluster->token_file == folder.path() + "/token");
  CHECK(in_cluster(environment({}), folder.path()).error().message.contains("KUBERNETES_SERVICE_HOST"));
  CHECK(in_cluster(environment({{"KUBERNETES_SERVICE_HOST", "h"}}), folder.path() + "/none")
            .error()
            .message.contains("ca.crt"));
  CHECK(
      !in_cluster(environment({{"KUBERNETES_SERVICE_HOST", "h"}, {"KUBERNETES_SERVICE_PORT", "http"}}), folder.path()));
}

}  // namespace chandler::platform::kubernetes
