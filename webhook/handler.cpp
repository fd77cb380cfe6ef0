#include "webhook/handler.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>

#include "platform/log/log.hpp"
#include "webhook/operation.hpp"

namespace chandler::webhook {
namespace {

using nlohmann::json;
namespace http = platform::http;
namespace log = platform::log;

constexpr std::string_view operations_path = "/operations";
constexpr std::string_view failed_reason = "internal_error";
constexpr std::string_view overloaded_reason = "overloaded";
constexpr std::string_view other_operation_reason = "other_operation";

// A label's value of a metric must come from a closed set.
std::string_view known_kind(std::string_view kind) {
  static constexpr std::array<std::string_view, 8> known{"Pod",        "Deployment", "StatefulSet", "DaemonSet",
                                                         "ReplicaSet", "Job",        "CronJob",     "Operation"};
  const auto* const found = std::ranges::find(known, kind);
  return found == known.end() ? "other" : *found;
}

bool is_json(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (content_type.ends_with(' ')) content_type.remove_suffix(1);
  return content_type == "application/json";
}

bool has_label(const json& object, const char* metadata) {
  const json::json_pointer labels(std::string(metadata) + "/labels");
  return object.contains(labels) && object.at(labels).is_object() && object.at(labels).contains("chandler.dev/inject");
}

// Did it ask to be provisioned? Then running without is unsafe.
bool asked(const json& object) {
  return object.is_object() && (has_label(object, "/metadata") || has_label(object, "/spec/template/metadata"));
}

Answer unable(const Review& review, std::string_view reason, int code, std::string message) {
  // Of an operation somebody has to have said who asks.
  if (asked(review.object) || review.kind == "Operation") {
    return {.allowed = false, .reason = reason, .code = code, .message = std::move(message)};
  }
  return {.reason = reason, .warnings = {std::move(message)}};
}

std::string_view decision_of(const Answer& answer) {
  if (answer.reason == failed_reason || answer.reason == overloaded_reason) return "failed";
  if (!answer.allowed) return "denied";
  return answer.patch.empty() ? "allowed" : "patched";
}

void write_log(const Review& review, const Answer& answer, std::chrono::nanoseconds took) {
  const bool failed = decision_of(answer) == "failed";
  log::write(failed ? log::Level::error : log::Level::info, "admission_answered", decision_of(answer),
             {{"uid", review.uid},
              {"kind", review.kind},
              {"namespace", review.namespace_name},
              {"name", review.name.empty() ? review.generate_name : review.name},
              {"operation", name_of(review.operation)},
              {"dry_run", review.dry_run},
              {"decision", decision_of(answer)},
              {"reason", answer.reason},
              {"warnings", answer.warnings.size()},
              {"duration_us", std::chrono::duration_cast<std::chrono::microseconds>(took).count()}});
}

class InFlight {
 public:
  explicit InFlight(platform::metrics::Series& gauge) : gauge_(gauge) { gauge_.add(1); }
  ~InFlight() { gauge_.add(-1); }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;
  InFlight(InFlight&&) = delete;
  InFlight& operator=(InFlight&&) = delete;

 private:
  platform::metrics::Series& gauge_;
};

}  // namespace

Handler::Handler(Decide decide, Metrics& metrics, std::string own_account)
    : decide_(std::move(decide)), metrics_(metrics), own_account_(std::move(own_account)) {}

http::Response Handler::handle(const http::Request& request) const {
  const bool operation = request.path == operations_path;
  return review(request, [&](const Review& review) { return operation ? decide_operation(review) : decide(review); });
}

http::Response Handler::overloaded(const http::Request& request) const {
  return review(request, [](const Review& review) {
    return unable(review, overloaded_reason, 503, "Chandler has too many requests to answer; try again");
  });
}

http::Response Handler::review(const http::Request& request, const std::function<Answer(const Review&)>& answer) const {
  if (request.path != "/mutate" && request.path != operations_path) {
    return http::plain(404, "there are only /mutate and /operations here");
  }
  if (request.method != "POST") {
    http::Response response = http::plain(405, "send an AdmissionReview by POST");
    response.headers.emplace_back("Allow", "POST");
    return response;
  }
  if (!is_json(request.header("Content-Type"))) return http::plain(415, "send an AdmissionReview as application/json");
  const InFlight in_flight(metrics_.in_flight);
  const auto started = std::chrono::steady_clock::now();
  const auto review = parse_review(request.body);
  if (!review) {
    metrics_.malformed.add();
    log::warning("admission_malformed", review.error().message);
    return http::plain(400, review.error().message);
  }
  const Answer given = answer(*review);
  http::Response response{.content_type = "application/json", .body = to_review(review->uid, given)};
  const auto took = std::chrono::steady_clock::now() - started;
  metrics_.requests.with({decision_of(given), given.reason, known_kind(review->kind)}).add();
  metrics_.duration.observe(std::chrono::duration<double>(took).count());
  write_log(*review, given, took);
  return response;
}

Answer Handler::decide(const Review& review) const {
  using core::injection::AdmissionInput;
  if (review.operation == Operation::other) return {.reason = other_operation_reason};
  try {
    const AdmissionInput input{.operation = review.operation == Operation::create ? core::injection::Operation::create
                                                                                  : core::injection::Operation::update,
                               .kind = review.kind,
                               .namespace_name = review.namespace_name,
                               .object = review.object,
                               .old_object = review.old_object.is_null() ? nullptr : &review.old_object};
    core::injection::AdmissionResult result = decide_(input);
    return {.allowed = result.allowed,
            .reason = core::injection::id_of(result.reason),
            .patch = std::move(result.patch),
            .warnings = std::move(result.warnings),
            .code = result.code,
            .message = std::move(result.message)};
  } catch (const std::exception& error) {
    log::error("admission_failed", error.what(), {{"uid", review.uid}});
  } catch (...) {
    log::error("admission_failed", "not a std::exception", {{"uid", review.uid}});
  }
  return unable(review, failed_reason, 500,
                "Chandler failed on this object; its log says why, with request uid " + review.uid);
}

Answer Handler::decide_operation(const Review& review) const {
  if (review.kind == "Operation") return admit_operation(review, own_account_);
  return {.reason = other_operation_reason};
}

}  // namespace chandler::webhook
