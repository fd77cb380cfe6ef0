#include <format>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "cli/duration_flag.hpp"
#include "cli/failure.hpp"
#include "cli/kubectl/check/installation.hpp"
#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/port_forward.hpp"
#include "cli/kubectl/program_name.hpp"
#include "cli/kubectl/token.hpp"
#include "cli/object_key_flag.hpp"

namespace chandler::cli {
namespace {

using namespace kubectl;
using core::Expected;

struct Options {
  ConnectionFlags connection;
  std::string account;
  std::string service;
  std::string lifetime = "1h";
  std::uint16_t port = 0;
  bool no_browser = false;
};

// Where `helm install chandler` puts it: for a person who may not read webhook configurations.
const ObjectKey usual_service{.namespace_name = "chandler-system", .name = "chandler"};

Expected<ObjectKey> find_service(const Options& options, Connection& connection) {
  if (!options.service.empty()) return read_object_key("--service", options.service, "Service");
  ObjectKey service = usual_service;
  const auto listed =
      connection.client.list({.group = "admissionregistration.k8s.io", .plural = "mutatingwebhookconfigurations"}, {},
                             [&](nlohmann::json&& configuration) {
                               const auto installation = check::read_installation(configuration);
                               if (installation && !installation->service.name.empty()) service = installation->service;
                             });
  if (!listed && listed.error().code != platform::kubernetes::code::refused) return std::unexpected(listed.error());
  return service;
}

void open_browser(const std::string& url) {
  for (const char* program : {"xdg-open", "open"}) {
    const platform::ProgramOptions options{.words = {program, url},
                                           .output = platform::ProgramOptions::Output::dropped,
                                           .errors = platform::ProgramOptions::Output::dropped};
    if (platform::run_program(options, std::chrono::seconds(10), {})) return;
  }
}

Expected<void> show_page(const Options& options, const Process& process) {
  const auto lifetime = read_seconds("--token-lifetime", options.lifetime);
  if (!lifetime) return std::unexpected(lifetime.error());
  auto connection = connect(options.connection, process);
  if (!connection) return std::unexpected(connection.error());
  const auto account = options.account.empty() ? own_account(*connection)
                                               : read_object_key("--account", options.account, "service account");
  if (!account) return std::unexpected(account.error());
  const auto service = find_service(options, *connection);
  if (!service) return std::unexpected(service.error());
  const auto token = mint_token(*connection, *account, *lifetime);
  if (!token) return std::unexpected(token.error());
  auto forward = PortForward::start(to_words(options.connection), *service, "api", options.port, process.stop);
  if (!forward) return std::unexpected(forward.error());
  // What stands behind the # is for the page alone: browsers send it to nobody.
  const std::string url = std::format("https://localhost:{}/#token={}", forward->port(), *token);
  std::cout << url << '\n' << std::flush;
  std::cerr << std::format(
      "As {}, for {}. The certificate is the cluster's own: the browser asks whether to believe it. Ctrl-C ends it.\n",
      display(*account), options.lifetime);
  if (!options.no_browser && isatty(STDOUT_FILENO) != 0) open_browser(url);
  if (forward->wait(process.stop)) return {};
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = "kubectl.port_forward",
                                     .message = "kubectl port-forward ended: the pod may be gone",
                                     .hint = "run it again: another pod is taken"});
}

}  // namespace

void add_ui(CLI::App& app, Body& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("ui", "Open Chandler's web page, by a forwarded port and a token made for it");
  command
      ->add_option("--account", options->account,
                   "The service account whose rights the page has; default: yourself, where you are one")
      ->type_name("NAMESPACE/NAME");
  command->add_option("--service", options->service, "Chandler's Service; default: the one that the webhook names")
      ->type_name("NAMESPACE/NAME");
  command->add_option("--port", options->port, "On this machine; default: one that is free");
  command->add_option("--token-lifetime", options->lifetime, "10 minutes at least")->capture_default_str();
  command->add_flag("--no-browser", options->no_browser, "Only print the address");
  add_connection_flags(*command, options->connection);
  command->footer(examples(app, {"ui", "ui --account shop/page --no-browser"}) +
                  "\n\nIt needs kubectl in PATH, which forwards the port.");
  command->callback([options, &chosen] {
    chosen = [options](const Process& process) { return exit_code_of(show_page(*options, process)); };
  });
}

}  // namespace chandler::cli
