#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "dataset/download/address.hpp"
#include "dataset/download/answer.hpp"
#include "dataset/download/retry.hpp"
#include "dataset/download/spool.hpp"
#include "platform/http/client.hpp"
#include "platform/process/environment.hpp"
#include "platform/tls/client_context.hpp"

namespace chandler::dataset {

struct DownloadOptions {
  // The proxy, CHANDLER_SOURCE_TOKEN, _USERNAME, _PASSWORD and _CA, and TMPDIR. By default nothing is set.
  platform::Environment environment = [](std::string_view) { return std::nullopt; };
  std::string ca;  // PEM; whom to trust in the place of CHANDLER_SOURCE_CA, else of the system's authorities
  platform::http::ClientLimits limits{.connect = std::chrono::seconds(10), .quiet = std::chrono::seconds(30)};
  RetryLimits retry;
};

struct DownloadRequest {
  Address address;
  Validators known;  // of the version that is here already: it is not sent again
};

struct Downloaded {
  std::optional<Spool> content;  // none: not modified
  std::string sha256;            // of the content
  Validators validators;         // for the next time
};

// Fetches files into the temporary folder, whole, before anything is done with them: no transaction waits for
// a slow server, and memory does not depend on their size. What is cut goes on where it stopped, when the
// server can do that and the file is still the same. Redirections are followed up to five times, to https:
// alone; credentials go to the address's own origin only. Blocks; a stop ends it at once. One thread.
class Downloader {
 public:
  // Errors (usage): load.bad_credentials; tls.certificate.
  static core::Expected<Downloader> make(const DownloadOptions& options);

  // Errors (problem): load.source_missing, load.source_refused, load.bad_answer, load.bad_proxy,
  // load.hash_mismatch, load.unwritable; (could_not): load.unreachable, load.disk_full, stopped. They show no
  // query, credentials or user.
  core::Expected<Downloaded> get(const DownloadRequest& request, const std::stop_token& stop) const;

 private:
  Downloader(DownloadOptions options, std::string authorization,
             std::shared_ptr<const platform::tls::ClientContext> tls);

  DownloadOptions options_;
  std::string authorization_;
  std::shared_ptr<const platform::tls::ClientContext> tls_;
  std::filesystem::path folder_;
};

}  // namespace chandler::dataset
