#include <atomic>
#include <filesystem>
#include <format>
#include <fstream>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <httplib.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include "init/wait/wait.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::wait {
namespace {

// A certificate for 127.0.0.1 that is its own CA, as a fresh API server's would be.
struct Certificate {
  Certificate() : key(EVP_EC_gen("P-256"), &EVP_PKEY_free), x509(X509_new(), &X509_free) {
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
    X509_set_pubkey(x509.get(), key.get());
    X509_NAME* name = X509_get_subject_name(x509.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(x509.get(), name);
    for (const auto& [nid, value] :
         {std::pair{NID_subject_alt_name, "IP:127.0.0.1"}, std::pair{NID_basic_constraints, "CA:TRUE"}}) {
      X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
      X509_add_ext(x509.get(), extension, -1);
      X509_EXTENSION_free(extension);
    }
    X509_sign(x509.get(), key.get(), EVP_sha256());
  }
  std::string pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), &BIO_free_all);
    PEM_write_bio_X509(bio.get(), x509.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
  }
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key;
  std::unique_ptr<X509, decltype(&X509_free)> x509;
};

// What an API server answers about Jobs of namespace shop, over TLS, to the bearer of a token.
class ApiServer {
 public:
  using Answer = std::function<void(httplib::Response&)>;

  explicit ApiServer(Answer answer)
      : server_(certificate_.x509.get(), certificate_.key.get()), answer_(std::move(answer)) {
    server_.Get("/apis/batch/v1/namespaces/shop/jobs/seed",
                [this](const httplib::Request& request, httplib::Response& response) {
                  ++asked;
                  if (request.get_header_value("Authorization") != "Bearer secret-token") {
                    response.status = 401;
                    return;
                  }
                  answer_(response);
                });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    server_.wait_until_ready();
    account_.write("ca.crt", certificate_.pem());
    account_.write("token", "secret-token");
    account_.write("namespace", "shop");
  }
  ~ApiServer() {
    server_.stop();
    thread_.join();
  }
  ApiServer(const ApiServer&) = delete;
  ApiServer& operator=(const ApiServer&) = delete;
  ApiServer(ApiServer&&) = delete;
  ApiServer& operator=(ApiServer&&) = delete;

  core::Expected<void> wait(std::chrono::milliseconds timeout) const {
    Options options{.timeout = timeout, .first_pause = std::chrono::milliseconds(10)};
    options.surroundings.account_folder = account_.path().string();
    options.surroundings.environment = [this](std::string_view name) -> std::optional<std::string> {
      if (name == "KUBERNETES_SERVICE_HOST") return "127.0.0.1";
      if (name == "KUBERNETES_SERVICE_PORT") return std::to_string(port_);
      return std::nullopt;
    };
    const std::vector<std::string> what{"job/seed"};
    return wait_for_all(what, options, {});
  }

  std::atomic<int> asked = 0;

 private:
  Certificate certificate_;
  httplib::SSLServer server_;
  Answer answer_;
  int port_ = 0;
  std::thread thread_;
  tests::TemporaryFolder account_;
};

void say(httplib::Response& response, int status, const std::string& body) {
  response.status = status;
  response.set_content(body, "application/json");
}

TEST_CASE("a Job is waited for until it is there and complete") {
  int tries = 0;
  const ApiServer server([&](httplib::Response& response) {
    ++tries;
    if (tries == 1) return say(response, 404, R"({"kind": "Status", "message": "jobs.batch \"seed\" not found"})");
    if (tries == 2) return say(response, 200, R"({"status": {"active": 1}})");
    if (tries == 3) return say(response, 503, "{}");
    say(response, 200, R"({"status": {"conditions": [{"type": "Complete", "status": "True"}]}})");
  });
  CHECK(server.wait(std::chrono::seconds(60)).has_value());
  CHECK(server.asked == 4);
}

TEST_CASE("a Job that has failed ends the wait, as a problem") {
  const ApiServer server([](httplib::Response& response) {
    say(response, 200,
        R"({"status": {"conditions": [{"type": "Failed", "status": "True", "reason": "DeadlineExceeded", "message": "too slow"}]}})");
  });
  const auto waited = server.wait(std::chrono::seconds(60));
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().code == "wait.job_failed");
  CHECK(waited.error().outcome == core::Outcome::problem);
  CHECK(server.asked == 1);
}

TEST_CASE("a right that lacks is answered with the command that grants it") {
  const ApiServer server([](httplib::Response& response) {
    say(response, 403,
        R"({"kind": "Status", "message": "jobs.batch \"seed\" is forbidden: User \"system:serviceaccount:shop:orders\" cannot get resource \"jobs\""})");
  });
  const auto waited = server.wait(std::chrono::seconds(60));
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().code == "wait.forbidden");
  CHECK(waited.error().outcome == core::Outcome::problem);
  CHECK(waited.error().hint ==
        "Let it read that Job: kubectl create role chandler-wait-seed -n shop --verb=get --resource=jobs.batch "
        "--resource-name=seed && "
        "kubectl create rolebinding chandler-wait-seed -n shop --role=chandler-wait-seed --serviceaccount=shop:orders");
}

TEST_CASE("a Job that never completes is told with its last state") {
  const ApiServer server(
      [](httplib::Response& response) { say(response, 200, R"({"status": {"active": 1, "failed": 3}})"); });
  const auto waited = server.wait(std::chrono::milliseconds(100));
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().code == "wait.timeout");
  CHECK(waited.error().message.contains("1 active, 0 succeeded, 3 failed"));
}

}  // namespace
}  // namespace chandler::wait
