#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/error.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/errors.hpp"
#include "platform/kubernetes/page.hpp"
#include "platform/kubernetes/resource.hpp"

namespace chandler::platform::kubernetes {

enum class PatchType : std::uint8_t { json, merge };

struct WriteOptions {
  bool dry_run = false;            // all of admission and validation, but nothing is kept
  bool strict_fields = false;      // unknown and repeated fields are rejected, not dropped
  std::string field_manager = {};  // who owns what is written; empty: named after the User-Agent
};

// Server-side apply. https://kubernetes.io/docs/reference/using-api/server-side-apply/
struct ApplyOptions {
  std::string field_manager;
  bool force = false;  // take fields over that are another manager's, instead of failing with code::owned
  bool dry_run = false;
};

enum class Propagation : std::uint8_t {
  background,  // what it owns is deleted behind it
  foreground,  // it goes when what blocks it is gone
  orphan       // what it owns stays
};

struct DeleteOptions {
  std::string uid = {};               // only that very object; else code::conflict. Empty: any of the name
  std::string resource_version = {};  // only as it was then. Empty: whatever it is
  Propagation propagation = Propagation::background;
};

// Which of a collection's objects. Empty: all.
struct Selection {
  std::string labels = {};  // "app=menu,tier!=cache"
  std::string fields = {};  // "metadata.name=chandler"
};

struct ListOptions {
  Selection selection = {};
  std::size_t limit = 500;  // items a page
  std::string next = {};    // Page::next of the page before; empty: the first
  ManagedFields managed_fields = ManagedFields::drop;
};

// Of a pod's container. The server's own name for a container that is not there yet: code::rejected.
struct LogOptions {
  std::string container = {};                             // empty: the only one
  bool follow = false;                                    // until the container ends
  std::chrono::seconds duration = std::chrono::hours(1);  // of following, at most
};
using LineSink = std::function<bool(std::string_view line)>;  // false: no more is wanted

struct WatchEvent;
using EventSink = std::function<bool(WatchEvent&&)>;  // false: no more is wanted

struct WatchOptions {
  Selection selection = {};
  std::string resource_version;        // told is what came behind it
  std::chrono::seconds duration{300};  // then the server ends the stream
  ManagedFields managed_fields = ManagedFields::drop;
};

struct ClientOptions {
  std::chrono::milliseconds connect_timeout{5'000};   // with the name's look-up and the TLS handshake
  std::chrono::milliseconds request_timeout{10'000};  // without a byte sent or received
  std::chrono::milliseconds whole_timeout{30'000};    // of a request, but for a watch; its repetitions included
  // A server with too much to do (429, 503) says when to come back: so often it is done, within `whole_timeout`.
  int repetitions = 3;
  // Asked before each request that writes, right before its first byte goes out. False: it does not, code::fenced.
  std::function<bool()> may_write = {};
  std::stop_token stop = {};  // ends what runs
};

// The API server's objects as JSON, one connection kept alive. Not thread-safe: one for each thread. Blocks for no
// longer than the time-outs say. Errors name the verb and the object, and `outcome` is could_not where trying again
// may help. A token out of a file is read again when it is refused, and a plug-in is asked for new credentials.
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
  // Makes `object` what it says, and leaves alone what it does not say. With `metadata.resourceVersion` in it, it has
  // to exist as it was then: else code::conflict.
  core::Expected<nlohmann::json> apply(const Resource& resource, const nlohmann::json& object,
                                       const ApplyOptions& options);
  core::Expected<nlohmann::json> remove(const Resource& resource, const DeleteOptions& options = {});

  // Asks for the pod's end as a drain does: code::disruption_budget where a PodDisruptionBudget does not let it go now.
  core::Expected<void> evict(std::string_view namespace_name, std::string_view pod, const DeleteOptions& options = {});

  // One page. code::expired behind the first: begin anew.
  core::Expected<Page> list(const Resource& collection, const ListOptions& options, const ItemSink& sink);
  // All pages from that one on; the list's resource version. Items of a list that fails in the middle were handed over.
  core::Expected<std::string> list_all(const Resource& collection, ListOptions options, const ItemSink& sink);

  // A container's log, line by line.
  core::Expected<void> logs(std::string_view namespace_name, std::string_view pod, const LogOptions& options,
                            const LineSink& sink);

  // Blocks until the stream ends: in order when its time is over or the sink wants no more. An event of type error
  // ends it, too, and is returned as an error: code::expired says to list anew.
  core::Expected<void> watch(const Resource& collection, const WatchOptions& options, const EventSink& sink);

 private:
  class Transport;
  explicit Client(std::unique_ptr<Transport> transport);
  std::unique_ptr<Transport> transport_;
};

}  // namespace chandler::platform::kubernetes
