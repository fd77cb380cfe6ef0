#pragma once

#include <functional>
#include <string>

#include "core/injection/admit.hpp"
#include "platform/http/message.hpp"
#include "webhook/answer.hpp"
#include "webhook/metrics.hpp"
#include "webhook/review.hpp"

namespace chandler::webhook {

// The injection core with its settings bound. Called from several threads at once.
using Decide = std::function<core::injection::AdmissionResult(const core::injection::AdmissionInput&)>;

// The admission port: POST /mutate for pods and workloads, POST /operations for operations. Whatever happens inside, a
// review is answered with a review; what is no review gets 400 and one line. Threads: any, at once.
class Handler {
 public:
  // Borrows `metrics`. `own_account`: see admit_operation.
  Handler(Decide decide, Metrics& metrics, std::string own_account = {});

  platform::http::Response handle(const platform::http::Request& request) const;
  // The answer when more requests wait than may: a denial that says so, not a transport error.
  platform::http::Response overloaded(const platform::http::Request& request) const;

 private:
  platform::http::Response review(const platform::http::Request& request,
                                  const std::function<Answer(const Review&)>& answer) const;
  Answer decide(const Review& review) const;
  Answer decide_operation(const Review& review) const;

  Decide decide_;
  Metrics& metrics_;
  std::string own_account_;
};

}  // namespace chandler::webhook
