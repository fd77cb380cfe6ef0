#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/spec.hpp"

namespace chandler::core::injection {

// What all of our containers in one pod share.
struct ContainerDefaults {
  std::string image;
  std::string pull_policy;
  std::optional<std::int64_t> user;  // nullopt: the cluster assigns one
  std::optional<std::string_view> log_level;
  const nlohmann::json& resources;
  bool token_mounted = true;  // the service account's, where nothing masks it
};

// The application's container, when a step runs inside its image.
struct ForeignImage {
  std::string image;
  std::optional<std::string> pull_policy;  // as the application has it; nullopt: the API server's default
};

struct Step {
  std::string_view name;
  std::vector<std::string> args;
  std::vector<nlohmann::json> mounts;
  const annotations::ProvisionSpec::Database* database = nullptr;  // null: needs none
  std::optional<std::string> source_secret = std::nullopt;         // of downloads
  const ForeignImage* foreign = nullptr;                           // null: Chandler's own image
  bool needs_token = false;
  std::optional<std::uint16_t> port = std::nullopt;  // where it serves, for who looks for it by name
  std::vector<std::string> pre_stop = {};            // a command of our image, run before SIGTERM
  bool native_sidecar = false;  // among the init containers, but started only, and always restarted
};

// The container as the pod should hold it. A namespace that enforces the restricted Pod Security Standard
// admits it.
nlohmann::json build_container(Step step, const ContainerDefaults& defaults);

}  // namespace chandler::core::injection
