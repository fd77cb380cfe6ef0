#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/error.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/resource.hpp"

namespace chandler::platform::kubernetes {

// The codes of this client's errors, to act on.
namespace code {
inline constexpr std::string_view unreachable = "kubernetes.unreachable";  // no answer, or 5xx, or 429
inline constexpr std::string_view not_found = "kubernetes.not_found";
inline constexpr std::string_view conflict = "kubernetes.conflict";  // changed, or made, by somebody meanwhile
inline constexpr std::string_view refused = "kubernetes.refused";    // 401, 403: the message says which right lacks
inline constexpr std::string_view rejected = "kubernetes.rejected";  // what was sent is not acceptable
}  // namespace code

enum class PatchType : std::uint8_t { json, merge };

struct WriteOptions {
  bool dry_run = false;        // all of admission and validation, but nothing is kept
  bool strict_fields = false;  // unknown and repeated fields are rejected, not dropped
};

struct ClientOptions {
  std::chrono::milliseconds connect_timeout{5'000};   // with the name's look-up and the TLS handshake
  std::chrono::milliseconds request_timeout{10'000};  // without a byte sent or received
  std::stop_token stop;                               // ends what runs
};

// The API server's objects as JSON, one connection kept alive. Not thread-safe: one for each thread.
// Blocks for at most about the sum of the two time-outs. Errors name the verb and the object, and
// `outcome` is could_not where trying again may help.
class Client {
 public:
  // Fails when CA, client certificate or key cannot be read.
  static core::Expected<Client> make(Cluster cluster, const ClientOptions& options = {});
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  core::Expected<nlohmann::json> get(const Resource& resource);
  core::Expected<nlohmann::json> create(const Resource& collection, const nlohmann::json& object,
                                        const WriteOptions& options = {});
  // With `metadata.resourceVersion` in `object`, a conflict says that somebody was faster.
  core::Expected<nlohmann::json> replace(const Resource& resource, const nlohmann::json& object,
                                         const WriteOptions& options = {});
  core::Expected<nlohmann::json> patch(const Resource& resource, PatchType type, const nlohmann::json& patch,
                                       const WriteOptions& options = {});
  core::Expected<nlohmann::json> remove(const Resource& resource);

 private:
  class Transport;
  explicit Client(std::unique_ptr<Transport> transport);
  std::unique_ptr<Transport> transport_;
};

}  // namespace chandler::platform::kubernetes
