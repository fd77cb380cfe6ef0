#pragma once

#include <memory>
#include <string>

#include "certs/store.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::certs {

// Asks for a new certificate: whatever its value, which tells people when and by whom.
inline constexpr const char* rotate_annotation = "chandler.dev/rotate";

// A Secret with ca.crt, tls.crt and tls.key, as cert-manager lays them out. Installed empty, so that
// whoever installs it needs to know nothing secret; made if it is missing and the account may. Its
// other keys, labels and annotations stay as they are, but for the annotation that asks for a rotation.
class SecretStore final : public Store {
 public:
  // Borrows `client`.
  SecretStore(platform::kubernetes::Client& client, std::string namespace_name, std::string name);
  ~SecretStore() override;

  core::Expected<Stored> load() override;
  core::Expected<Saved> save(const Bundle& bundle, const std::string& version) override;

 private:
  struct Seen;
  platform::kubernetes::Client& client_;
  std::string namespace_;
  std::string name_;
  std::unique_ptr<Seen> seen_;  // the object as loaded last
};

}  // namespace chandler::certs
