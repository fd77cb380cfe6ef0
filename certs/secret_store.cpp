#include "certs/secret_store.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/base64.hpp"

namespace chandler::certs {
namespace {

using nlohmann::json;
namespace kubernetes = platform::kubernetes;

// "~1" is a slash.
const json::json_pointer asked_to_rotate("/metadata/annotations/chandler.dev~1rotate");

// Empty when it is missing or no base64: `inspect` then says that the bundle is incomplete.
std::string entry(const json& secret, const char* key) {
  const auto data = secret.find("data");
  if (data == secret.end() || !data->is_object()) return {};
  const auto value = data->find(key);
  if (value == data->end() || !value->is_string()) return {};
  return kubernetes::from_base64(value->get_ref<const std::string&>()).value_or(std::string{});
}

std::string version_of(const json& object) {
  return object.value(json::json_pointer("/metadata/resourceVersion"), std::string{});
}

}  // namespace

struct SecretStore::Seen {
  json object;
};

SecretStore::SecretStore(kubernetes::Client& client, std::string namespace_name, std::string name)
    : client_(client), namespace_(std::move(namespace_name)), name_(std::move(name)), seen_(std::make_unique<Seen>()) {}

SecretStore::~SecretStore() = default;

core::Expected<Stored> SecretStore::load() {
  auto answer = client_.get(kubernetes::secret(namespace_, name_));
  if (!answer) {
    if (answer.error().code != kubernetes::code::not_found) return std::unexpected(answer.error());
    seen_->object = json();
    return Stored{};
  }
  seen_->object = *std::move(answer);
  Stored stored{.version = version_of(seen_->object), .rotate = seen_->object.contains(asked_to_rotate)};
  Bundle bundle{.ca = entry(seen_->object, "ca.crt"),
                .chain = entry(seen_->object, "tls.crt"),
                .key = entry(seen_->object, "tls.key")};
  if (bundle != Bundle{}) stored.bundle = std::move(bundle);
  return stored;
}

core::Expected<Saved> SecretStore::save(const Bundle& bundle, const std::string& version) {
  const bool missing = version.empty();
  json object = missing ? json{{"apiVersion", "v1"},
                               {"kind", "Secret"},
                               {"metadata", {{"name", name_}, {"namespace", namespace_}}},
                               {"type", "Opaque"}}
                        : seen_->object;
  if (!missing) object["metadata"]["resourceVersion"] = version;
  if (object.contains(asked_to_rotate)) object["metadata"]["annotations"].erase(rotate_annotation);
  json data = object.value("data", json::object());
  if (!data.is_object()) data = json::object();
  data["ca.crt"] = kubernetes::base64(bundle.ca);
  data["tls.crt"] = kubernetes::base64(bundle.chain);
  data["tls.key"] = kubernetes::base64(bundle.key);
  object["data"] = std::move(data);

  const auto answer = missing ? client_.create(kubernetes::secret(namespace_, ""), object)
                              : client_.replace(kubernetes::secret(namespace_, name_), object);
  if (answer) return Saved::yes;
  if (answer.error().code == kubernetes::code::conflict) return Saved::conflict;
  core::Error error = answer.error();
  if (missing && error.code == kubernetes::code::refused) {
    error.hint = "make the Secret " + namespace_ + "/" + name_ + ", empty, or let this account create Secrets there";
  }
  return std::unexpected(std::move(error));
}

}  // namespace chandler::certs
