#include "platform/kubernetes/kubeconfig/exec_plugin.hpp"

#include <format>

#include <unistd.h>

#include "platform/process/program.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using Interactive = ExecEntry::Interactive;

// A token that ends while its request is under way is refused.
constexpr std::chrono::seconds margin{10};

core::Error failed(const ExecEntry& exec, std::string_view why, std::string_view hint) {
  return {.outcome = core::Outcome::could_not,
          .code = "kubernetes.credentials",
          .message = std::format("the kubeconfig's credential plug-in {}: {}", exec.command, why),
          .hint = std::string(hint)};
}

}  // namespace

core::Expected<ExecCredential> ExecPlugin::current(const std::stop_token& stop) {
  const std::scoped_lock lock(mutex_);
  if (kept_ && (!kept_->expires || options_.now() + margin < *kept_->expires)) return *kept_;
  auto fresh = run(stop);
  if (fresh) kept_ = *fresh;
  return fresh;
}

core::Expected<ExecCredential> ExecPlugin::renew(const ExecCredential& refused, const std::stop_token& stop) {
  const std::scoped_lock lock(mutex_);
  if (kept_ && *kept_ != refused) return *kept_;
  kept_.reset();
  auto fresh = run(stop);
  if (fresh) kept_ = *fresh;
  return fresh;
}

core::Expected<ExecCredential> ExecPlugin::run(const std::stop_token& stop) const {
  const ExecEntry& exec = options_.exec;
  const bool terminal = isatty(STDIN_FILENO) != 0;
  if (exec.interactive == Interactive::always && !terminal) {
    return std::unexpected(failed(exec, "it has to ask a person, and standard input is no terminal", {}));
  }
  const bool interactive = terminal && exec.interactive != Interactive::never;
  ProgramOptions program{.words = {exec.command}, .environment = exec.environment, .takes_input = interactive};
  program.words.insert(program.words.end(), exec.args.begin(), exec.args.end());
  program.environment.emplace_back(
      "KUBERNETES_EXEC_INFO",
      exec_info(exec, interactive, options_.cluster ? &*options_.cluster : nullptr, options_.ca));
  const auto ended = run_program(program, options_.limit, stop);
  if (!ended) return std::unexpected(failed(exec, ended.error(), exec.install_hint));
  if (ended->code != 0) {
    return std::unexpected(failed(exec, std::format("it ended with exit code {}", ended->code), exec.install_hint));
  }
  auto credential = read_exec_credential(ended->output, exec.api_version);
  if (!credential) return std::unexpected(failed(exec, credential.error().message, credential.error().hint));
  return credential;
}

}  // namespace chandler::platform::kubernetes::kubeconfig
