#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "controller/api/records.hpp"
#include "controller/api/reviewer.hpp"

// What the API stands on, without a cluster. Threads: any.
namespace chandler::tests {

// Knows tokens by their text, and rights as "USER VERB RESOURCE NAMESPACE", where NAMESPACE is "*" for all.
class FakeReviewer final : public controller::api::Reviewer {
 public:
  void admit(const std::string& token, const std::string& username) {
    const std::scoped_lock lock(mutex_);
    users_[token] = username;
  }
  void revoke(const std::string& token) {
    const std::scoped_lock lock(mutex_);
    users_.erase(token);
  }
  void grant(const std::string& username, const std::string& verb, const std::string& resource,
             const std::string& namespace_name = "*") {
    const std::scoped_lock lock(mutex_);
    rights_.insert(username + " " + verb + " " + resource + " " + namespace_name);
  }
  // All that the roles view and edit hold.
  void grant_view(const std::string& username, const std::string& namespace_name = "*") {
    for (const char* resource : {"provisions", "operations"}) {
      for (const char* verb : {"get", "list"}) grant(username, verb, resource, namespace_name);
    }
  }
  void take_away(const std::string& username) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(rights_, [&](const std::string& right) { return right.starts_with(username + " "); });
  }

  core::Expected<std::optional<controller::api::Caller>> authenticate(std::string_view token) override;
  core::Expected<bool> allows(const controller::api::Caller& caller, const controller::api::Right& right) override;

  std::atomic<bool> away = false;  // the API server does not answer
  std::atomic<int> asked_tokens = 0;
  std::atomic<int> asked_rights = 0;

 private:
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> users_;
  std::set<std::string> rights_;
};

class FakeRecords final : public controller::api::Records {
 public:
  bool synced() const override { return all_read; }
  std::vector<Provision> provisions() const override;
  std::vector<Operation> operations() const override;

  // By name; a Provision's is that of its workload.
  void put_provision(const nlohmann::json& object);
  void put_operation(const nlohmann::json& object);
  void clear();

  // As an API server does: names it, keeps it, and returns it as stored. "kubernetes.conflict" for a name that is
  // there.
  core::Expected<nlohmann::json> create(const nlohmann::json& operation);
  std::vector<nlohmann::json> created() const;

  std::atomic<bool> all_read = true;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Provision> provisions_;
  std::map<std::string, Operation> operations_;
  std::vector<nlohmann::json> created_;
};

}  // namespace chandler::tests
