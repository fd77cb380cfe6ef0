// What anybody may post to /mutate: it is answered with a review of the same uid, or refused with 400 or 415
// and one line that shows nothing of the body.
//   review_fuzzer -dict=tests/fuzz/review/review.dict CORPUS
#include <cstdint>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "platform/log/log.hpp"
#include "webhook/handler.hpp"

namespace {

using namespace chandler;
using nlohmann::json;

void require(bool holds) {
  if (!holds) std::abort();
}

core::injection::AdmissionResult admit(const core::injection::AdmissionInput& input) {
  return core::injection::admit(input, {.image = "chandler:1", .cluster = {.image_volumes = true}});
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  platform::log::configure({.level = platform::log::Level::error});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static platform::metrics::Registry registry;
  static webhook::Metrics metrics(registry);
  static const webhook::Handler handler(admit, metrics);
  const std::string body(reinterpret_cast<const char*>(data), size);
  const auto response = handler.handle(
      {.method = "POST", .path = "/mutate", .headers = {{"Content-Type", "application/json"}}, .body = body});
  if (response.status != 200) {
    require(response.status == 400);
    require(response.body.find('\n') == response.body.size() - 1);
    return 0;
  }
  const json review = json::parse(response.body);
  require(review.at("response").at("uid") == webhook::parse_review(body).value().uid);
  require(review.at("response").at("allowed").is_boolean());
  return 0;
}
