#pragma once

#include "controller/api/client_pool.hpp"
#include "controller/api/reviewer.hpp"

namespace chandler::controller::api {

// Asks the API server by TokenReview and SubjectAccessReview. Needs the right to create both.
class ClusterReviewer final : public Reviewer {
 public:
  // Borrows `clients`.
  explicit ClusterReviewer(ClientPool& clients) : clients_(clients) {}

  core::Expected<std::optional<Caller>> authenticate(std::string_view token) override;
  core::Expected<bool> allows(const Caller& caller, const Right& right) override;

 private:
  ClientPool& clients_;
};

}  // namespace chandler::controller::api
