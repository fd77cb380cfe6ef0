#include "dataset/download/download.hpp"

#include <format>
#include <utility>

#include "dataset/download/credentials.hpp"
#include "dataset/download/transfer.hpp"
#include "dataset/fault/failure.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::dataset {
namespace {

std::unexpected<core::Error> given_up(const Address& address, const Again& last, const Retry& retry) {
  const std::string why = last.after ? std::format("{} and asks for a pause of {}", last.why, *last.after)
                                     : std::format("{}, {} times in a row", last.why, retry.fruitless());
  return std::unexpected(core::Error{
      .outcome = core::Outcome::could_not,
      .code = "load.unreachable",
      .message = why,
      .where = address.url.shown(),
      .hint = std::format("{} Run it again. A server of a private authority needs that one's certificate in "
                          "CHANDLER_SOURCE_CA, a proxy HTTPS_PROXY",
                          nothing_loaded)});
}

core::Error mismatch(const Address& address, const std::string& sha256) {
  return {.code = "load.hash_mismatch",
          .message = std::format("its SHA-256 is {}, and the address asks for {}", sha256, address.sha256),
          .where = address.url.shown(),
          .hint = std::format("{} Was the file replaced? Check the new one, and write its digest behind #sha256=",
                              nothing_loaded)};
}

core::Error stopped(const Address& address) {
  return {.outcome = core::Outcome::could_not,
          .code = "stopped",
          .message = "stopped on request",
          .where = address.url.shown(),
          .hint = std::string(nothing_loaded)};
}

core::Expected<Downloaded> finished(const Address& address, Spool spool, const Validators& validators) {
  std::string sha256 = spool.hash();
  if (!address.sha256.empty() && sha256 != address.sha256) return std::unexpected(mismatch(address, sha256));
  platform::log::info("downloaded", std::format("{}: {} bytes", address.url.shown(), spool.size()),
                      {{"source", address.url.shown()}, {"bytes", spool.size()}});
  return Downloaded{.content = std::move(spool), .sha256 = std::move(sha256), .validators = validators};
}

}  // namespace

Downloader::Downloader(DownloadOptions options, std::string authorization,
                       std::shared_ptr<const platform::tls::ClientContext> tls)
    : options_(std::move(options)),
      authorization_(std::move(authorization)),
      tls_(std::move(tls)),
      folder_(options_.environment("TMPDIR").value_or("")) {
  if (folder_.empty()) folder_ = "/tmp";
}

core::Expected<Downloader> Downloader::make(const DownloadOptions& options) {
  auto authorization = authorization_from(options.environment);
  if (!authorization) return std::unexpected(authorization.error());
  const std::string ca = options.ca.empty() ? options.environment("CHANDLER_SOURCE_CA").value_or("") : options.ca;
  auto tls = platform::tls::ClientContext::make({.ca = ca, .certificate = {}, .key = {}});
  if (!tls) {
    core::Error error = tls.error();
    error.where = options.ca.empty() ? "CHANDLER_SOURCE_CA" : "--source-ca";
    return std::unexpected(std::move(error));
  }
  return Downloader(options, *std::move(authorization), *std::move(tls));
}

core::Expected<Downloaded> Downloader::get(const DownloadRequest& request, const std::stop_token& stop) const {
  auto spool = Spool::make(folder_);
  if (!spool) return std::unexpected(spool.error());
  Transfer transfer(request, {.options = options_, .authorization = authorization_, .tls = tls_}, *spool);
  Retry retry(options_.retry);
  for (;;) {
    const Verdict verdict = transfer.attempt(stop);
    if (const auto* const bad = std::get_if<Refused>(&verdict)) return std::unexpected(bad->error);
    if (std::holds_alternative<NotModified>(verdict)) {
      return Downloaded{.content = std::nullopt, .sha256 = {}, .validators = request.known};
    }
    const auto* const again = std::get_if<Again>(&verdict);
    if (again == nullptr) return finished(request.address, *std::move(spool), transfer.validators());
    const auto pause = retry.pause(spool->size(), again->after);
    if (!pause) return given_up(request.address, *again, retry);
    platform::log::warning("download_again",
                           std::format("{}: {}; again in {}", request.address.url.shown(), again->why, *pause),
                           {{"source", request.address.url.shown()}, {"bytes", spool->size()}});
    if (!platform::sleep_unless_stopped(stop, *pause)) return std::unexpected(stopped(request.address));
  }
}

}  // namespace chandler::dataset
