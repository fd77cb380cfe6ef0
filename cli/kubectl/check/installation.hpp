#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/metadata.hpp"

// What an installation is made of, as its own objects tell. Pure.
namespace chandler::cli::kubectl::check {

using platform::kubernetes::objects::ObjectKey;

// Found by its webhooks: whatever it is called, these have our name.
struct Installation {
  std::string configuration;           // the MutatingWebhookConfiguration's name
  ObjectKey service;                   // that the API server calls
  std::vector<std::string> untrusted;  // webhooks without a caBundle
  std::string ca;                      // PEM, of the first webhook that has one
};

// Nullopt: it is somebody else's configuration.
std::optional<Installation> read_installation(const nlohmann::json& webhook_configuration);

// What the Deployment's command line says.
struct Serving {
  std::string image;
  std::string service_account;  // "default" where none is named
  ObjectKey certs_secret;
  ObjectKey lease;
  bool controller = true;
  std::vector<std::string> namespaces;  // it looks after; empty: all
};

// Nullopt: the Deployment runs no `chandler serve`.
std::optional<Serving> read_serving(const nlohmann::json& deployment);

// "0.1.0" of "registry/chandler:0.1.0"; empty where it is named by digest alone.
std::string tag_of(std::string_view image);

}  // namespace chandler::cli::kubectl::check
