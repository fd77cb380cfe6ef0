#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/error.hpp"

namespace chandler::webhook {

enum class Operation : std::uint8_t { create, update, other };

std::string_view name_of(Operation operation);

// What we need of an AdmissionReview of admission.k8s.io/v1.
// https://kubernetes.io/docs/reference/config-api/apiserver-admission.v1/
struct Review {
  std::string uid;
  Operation operation = Operation::other;
  std::string kind;            // of the object as sent: "Pod"
  std::string namespace_name;  // "" for cluster-wide kinds
  std::string name;            // or "" while the API server has not made one of generateName
  std::string generate_name;
  std::string user;  // who asks, as the API server has authenticated them
  bool dry_run = false;
  nlohmann::json object;      // null on DELETE
  nlohmann::json old_object;  // null on CREATE
};

// Deeper JSON is refused before it is parsed: all that copies or prints it afterwards is recursive. A pod
// has about fifteen levels.
inline constexpr std::size_t depth_limit = 128;

// Pure. Fields that we do not know are skipped; of equal keys the last one counts, as in Go. Fails with
// code "admission.malformed" and a message of one line that shows nothing of the object.
core::Expected<Review> parse_review(std::string_view body);

}  // namespace chandler::webhook
