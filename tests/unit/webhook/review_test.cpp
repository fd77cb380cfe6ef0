#include "webhook/review.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::webhook {
namespace {

std::string review_with(const std::string& request) {
  return R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","kind":{"kind":"Pod"})" +
         request + "}}";
}

std::string error_of(const std::string& body) {
  const auto review = parse_review(body);
  if (review) return "";
  CHECK(review.error().code == "admission.malformed");
  CHECK(!review.error().message.contains('\n'));
  return review.error().message;
}

}  // namespace

TEST_CASE("what the API server sends is read, what we do not know is skipped") {
  const auto review = parse_review(R"({
    "kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1",
    "request": {
      "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
      "kind": {"group": "apps", "version": "v1", "kind": "Deployment"},
      "resource": {"group": "apps", "version": "v1", "resource": "deployments"},
      "requestKind": {"group": "apps", "version": "v1", "kind": "Deployment"},
      "name": "menu", "namespace": "shop", "operation": "UPDATE",
      "userInfo": {"username": "admin", "groups": ["system:masters"]},
      "object": {"metadata": {"generateName": "menu-"}, "spec": {"replicas": 2}},
      "oldObject": {"spec": {"replicas": 1}},
      "dryRun": true, "options": {"kind": "UpdateOptions"}, "added in 2031": [1]
    }})");
  REQUIRE(review);
  CHECK(review->uid == "705ab4f5-6393-11e8-b7cc-42010a800002");
  CHECK(review->operation == Operation::update);
  CHECK(review->kind == "Deployment");
  CHECK(review->namespace_name == "shop");
  CHECK(review->name == "menu");
  CHECK(review->generate_name == "menu-");
  CHECK(review->user == "admin");
  CHECK(review->dry_run);
  CHECK(review->object.at("spec").at("replicas") == 2);
  CHECK(review->old_object.at("spec").at("replicas") == 1);
}

TEST_CASE("a deletion has no object") {
  const auto review = parse_review(review_with(R"(,"operation":"DELETE","object":null,"oldObject":{"a":1})"));
  REQUIRE(review);
  CHECK(review->operation == Operation::other);
  CHECK(review->object.is_null());
  CHECK(parse_review(review_with(R"(,"operation":"CONNECT")")));
}

TEST_CASE("what is no review is refused by one line that says why") {
  CHECK(error_of("").contains("not valid JSON"));
  CHECK(error_of("{").contains("not valid JSON"));
  CHECK(error_of("[]").contains("not a JSON object"));
  CHECK(error_of("7").contains("not a JSON object"));
  CHECK(error_of("{}").contains("not an AdmissionReview"));
  CHECK(error_of(R"({"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview","request":{}})")
            .contains("not an AdmissionReview"));
  CHECK(error_of(R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"})")
            .contains("'request' is not an object"));
  CHECK(error_of(R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{}})")
            .contains("'uid' is missing"));
  CHECK(error_of(R"({"apiVersion":7,"kind":"AdmissionReview"})").contains("'apiVersion' is not a string"));
  CHECK(error_of(review_with(R"(,"operation":"CREATE")")).contains("'object' is missing"));
  CHECK(error_of(review_with(R"(,"operation":"CREATE","object":[])")).contains("'object' is not an object"));
  CHECK(error_of(review_with(R"(,"operation":"CREATE","object":{},"dryRun":"yes")"))
            .contains("'dryRun' is not a boolean"));
  CHECK(error_of(review_with(R"(,"operation":{},"object":{})")).contains("'operation' is not a string"));
}

TEST_CASE("hostile JSON is refused, and quickly") {
  const std::size_t deep = 1'000'000;
  CHECK(error_of(std::string(deep, '[')).contains("nested deeper"));
  CHECK(error_of(review_with(R"(,"operation":"CREATE","object":{"a":)" + std::string(deep, '[') +
                             std::string(deep, ']') + "}"))
            .contains("nested deeper"));
  CHECK(error_of(review_with(R"(,"operation":"CREATE","object":{"a":)" + std::string(200, '{')))
            .contains("nested deeper"));
  CHECK(error_of(review_with(R"(,"operation":"CREATE","object":{"a":1e999})")).contains("not valid JSON"));
  CHECK(error_of(review_with(",\"operation\":\"CREATE\",\"object\":{\"a\":\"\xff\xfe\"}")).contains("not valid JSON"));
  CHECK(error_of(review_with(R"(,"operation":"CREATE","object":{"a":"\ud800"})")).contains("not valid JSON"));
  CHECK(error_of(review_with(R"(,"operation":"CREATE","object":{}) trailing")")).contains("not valid JSON"));
  CHECK(error_of(std::string("{\0}", 3)).contains("not valid JSON"));
}

TEST_CASE("brackets in strings do not count as depth, nor do escaped quotes end one") {
  const std::string brackets(1000, '{');
  CHECK(parse_review(review_with(R"(,"operation":"CREATE","object":{"a":"\")" + brackets + R"(\\"})")));
}

TEST_CASE("of equal keys the last counts, and huge integers stay numbers") {
  const auto review =
      parse_review(review_with(R"(,"operation":"CREATE","object":{"a":1,"a":2,"n":123456789012345678901234567890})"));
  REQUIRE(review);
  CHECK(review->object.at("a") == 2);
  CHECK(review->object.at("n").is_number());
}

}  // namespace chandler::webhook
