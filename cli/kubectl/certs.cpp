#include <chrono>
#include <format>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "certs/inspect.hpp"
#include "certs/secret_store.hpp"
#include "cli/command.hpp"
#include "cli/duration_flag.hpp"
#include "cli/failure.hpp"
#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/program_name.hpp"
#include "cli/object_key_flag.hpp"
#include "platform/kubernetes/base64.hpp"
#include "platform/kubernetes/objects/field.hpp"
#include "platform/kubernetes/objects/time.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::cli {
namespace {

using namespace kubectl;
namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;

struct CertsFlags {
  ConnectionFlags connection;
  std::string secret = "chandler-system/chandler-certs";
  std::string timeout = "2m";
};

// When it was asked for; any value would do.
std::string now_as_text() {
  return objects::to_time(objects::wall_clock());
}

core::Error not_rotated(const CertsFlags& flags, const objects::ObjectKey& secret) {
  return {.outcome = core::Outcome::could_not,
          .code = "certs.not_rotated",
          .message = std::format("no replica has made a new certificate within {}", flags.timeout),
          .where = objects::display(secret),
          .hint = std::format("is one running? kubectl logs -n {} -l app.kubernetes.io/name=chandler says why not. The "
                              "request stands, and is carried out when one can",
                              secret.namespace_name)};
}

core::Expected<void> rotate(const CertsFlags& flags, const Process& process) {
  static constexpr std::chrono::milliseconds look_again{500};
  const auto key = read_object_key("--certs-secret", flags.secret, "Secret");
  if (!key) return std::unexpected(key.error());
  const auto timeout = read_duration("--timeout", flags.timeout);
  if (!timeout) return std::unexpected(timeout.error());
  auto connection = connect(flags.connection, process);
  if (!connection) return std::unexpected(connection.error());
  const kubernetes::Resource secret = kubernetes::secret(key->namespace_name, key->name);
  const auto asked =
      connection->client.patch(secret, kubernetes::PatchType::merge,
                               {{"metadata", {{"annotations", {{certs::rotate_annotation, now_as_text()}}}}}});
  if (!asked) return std::unexpected(with_remedy(asked.error(), "get,patch", "secrets", key->namespace_name));

  const auto end = std::chrono::steady_clock::now() + *timeout;
  for (;;) {
    const auto present = connection->client.get(secret);
    if (!present) return std::unexpected(with_remedy(present.error(), "get,patch", "secrets", key->namespace_name));
    if (objects::text(*present, {"metadata", "annotations", certs::rotate_annotation}).empty()) {
      const auto chain = kubernetes::from_base64(objects::text(*present, {"data", "tls.crt"}));
      const auto until = chain ? certs::valid_until(*chain) : std::nullopt;
      std::cout << std::format(
          "secret/{} holds a new certificate{}; every replica serves it within a minute, and the old one stays "
          "trusted\n",
          key->name, until ? std::format(", valid until {:%F}", *until) : std::string());
      return {};
    }
    if (std::chrono::steady_clock::now() >= end || !platform::sleep_unless_stopped(process.stop, look_again)) {
      return std::unexpected(not_rotated(flags, *key));
    }
  }
}

}  // namespace

void add_certs(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<CertsFlags>();
  CLI::App* certs = app.add_subcommand("certs", "The certificate that the webhook serves");
  certs->require_subcommand(1);
  CLI::App* command = certs->add_subcommand("rotate", "Have a new certificate made now, with no request refused");
  add_connection_flags(*command, flags->connection);
  command->add_option("--certs-secret", flags->secret, "The Secret that replicas share it through, NAMESPACE/NAME")
      ->capture_default_str();
  command->add_option("--timeout", flags->timeout, "Wait no longer for a replica to make it")->capture_default_str();
  command->footer(examples(app, {"certs rotate", "certs rotate --certs-secret ops/chandler-certs"}));
  command->callback(
      [flags, &chosen] { chosen = [flags](const Process& process) { return exit_code_of(rotate(*flags, process)); }; });
}

}  // namespace chandler::cli
