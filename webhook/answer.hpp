#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chandler::webhook {

// What we say to one review.
struct Answer {
  bool allowed = true;
  std::string_view reason;  // a stable id, also for the audit log
  std::string patch;        // RFC 6902 as JSON text; empty: none
  std::vector<std::string> warnings;
  int code = 200;       // when not allowed
  std::string message;  // when not allowed
};

// The AdmissionReview of admission.k8s.io/v1 that carries it, as JSON. Text that is no UTF-8 is mended.
std::string to_review(std::string_view uid, const Answer& answer);

}  // namespace chandler::webhook
