#include "webhook/operation.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::webhook {
namespace {

using nlohmann::json;

constexpr std::string_view own = "system:serviceaccount:chandler:chandler";

Answer answer_to(const json& spec, std::string user = "jane", Operation operation = Operation::create) {
  Review review{.operation = operation, .kind = "Operation"};
  review.user = std::move(user);
  review.object = {{"spec", spec}};
  return admit_operation(review, own);
}

// What the patch makes of the object.
std::string requested_by(const json& spec, const Answer& answer) {
  json object{{"spec", spec}};
  if (!answer.patch.empty()) object = object.patch(json::parse(answer.patch));
  return object.at("spec").value("requestedBy", "");
}

}  // namespace

TEST_CASE("who asks is written into it, whoever is named there") {
  const json bare{{"action", "refresh"}};
  CHECK(requested_by(bare, answer_to(bare)) == "jane");
  CHECK(answer_to(bare).warnings.empty());
  const json other{{"action", "refresh"}, {"requestedBy", "root"}};
  const Answer replaced = answer_to(other);
  CHECK(requested_by(other, replaced) == "jane");
  REQUIRE(replaced.warnings.size() == 1);
  CHECK(replaced.warnings[0] == "spec.requestedBy: \"root\" is replaced by who asks, \"jane\"");
  const json same{{"action", "refresh"}, {"requestedBy", "jane"}};
  CHECK(answer_to(same).patch.empty());
}

TEST_CASE("our own account speaks for others, or for itself") {
  const json named{{"action", "refresh"}, {"requestedBy", "jane"}};
  CHECK(requested_by(named, answer_to(named, std::string(own))) == "jane");
  const json bare{{"action", "refresh"}};
  CHECK(requested_by(bare, answer_to(bare, std::string(own))) == own);
  Review nobody{.operation = Operation::create, .kind = "Operation"};
  nobody.object = {{"spec", named}};
  CHECK(requested_by(named, admit_operation(nobody, "")).empty());  // an empty account is nobody's
}

TEST_CASE("a target goes with suspend and resume alone") {
  for (const char* action : {"suspend", "resume"}) {
    CHECK(answer_to({{"action", action}, {"target", "probe"}}).allowed);
  }
  const Answer refused = answer_to({{"action", "restart"}, {"target", "probe"}});
  CHECK(!refused.allowed);
  CHECK(refused.code == 422);
  CHECK(refused.message.contains("spec.target: \"probe\" goes with suspend and resume alone"));
}

TEST_CASE("what is no operation is left to the API server to refuse") {
  for (const json& spec : {json(), json("x"), json::array()}) {
    const Answer answer = answer_to(spec);
    CHECK(answer.allowed);
    CHECK(answer.patch.empty());
  }
  CHECK(answer_to({{"action", "refresh"}}, "jane", Operation::update).patch.empty());
}

TEST_CASE("a name that is too long is cut to what the kind takes") {
  const json bare{{"action", "refresh"}};
  CHECK(requested_by(bare, answer_to(bare, std::string(600, 'x'))).size() <= 512);
}

}  // namespace chandler::webhook
