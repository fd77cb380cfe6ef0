#pragma once

#include <memory>
#include <string>

#include "controller/api/api.hpp"
#include "platform/http/server.hpp"
#include "platform/metrics/registry.hpp"
#include "tests/support/api/fakes.hpp"

namespace chandler::tests {

// Page and API on a free port of 127.0.0.1, in clear, which browsers trust as they trust TLS there. Behind it are
// fakes: "edit-token" may do all, "view-token" may only look, "shop-token" may look into the namespace shop.
class PageServer {
 public:
  PageServer();

  std::string address() const;
  std::string address_with(const std::string& token) const { return address() + "/#token=" + token; }
  // Nothing listens any more, and something does again.
  void end() { server_.reset(); }

  FakeReviewer reviewer;
  FakeRecords records;

 private:
  platform::metrics::Registry registry_;
  controller::api::Metrics metrics_{registry_};
  controller::api::Api api_;
  std::unique_ptr<platform::http::Server> server_;  // the last: it uses the rest
};

}  // namespace chandler::tests
