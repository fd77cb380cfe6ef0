#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include "core/error.hpp"
#include "dataset/download/answer.hpp"
#include "dataset/download/download.hpp"
#include "dataset/download/spool.hpp"

namespace chandler::dataset {

// Where downloads come from and what they show there.
struct Route {
  const DownloadOptions& options;
  const std::string& authorization;
  std::shared_ptr<const platform::tls::ClientContext> tls;
};

// One file on its way into a spool, over as many exchanges as it takes. One thread.
class Transfer {
 public:
  // All of them must live as long.
  Transfer(const DownloadRequest& request, const Route& route, Spool& spool)
      : request_(request), route_(route), spool_(spool) {}

  // Asks once, and follows redirections. Complete, NotModified, Again or Refused.
  Verdict attempt(const std::stop_token& stop);

  const Validators& validators() const { return validators_; }

 private:
  Verdict exchange(const core::text::Url& url, const std::stop_token& stop);
  platform::http::ClientRequest message(const Asked& asked) const;
  core::Expected<platform::http::Origin> origin_of(const core::text::Url& url) const;
  Asked asked_at(const core::text::Url& url) const;
  bool accept(Verdict& verdict, const platform::http::Headers& headers);

  const DownloadRequest& request_;
  Route route_;
  Spool& spool_;
  Validators validators_;
  std::string resume_;                  // for If-Range; empty: it cannot go on
  std::optional<std::uint64_t> total_;  // of the file that is in the spool
};

}  // namespace chandler::dataset
