#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <format>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "platform/process/shutdown.hpp"
#include "tests/integration/apiserver/operations_fixture.hpp"

// The controllers of Kubernetes that operations need, played by a thread of the test.
namespace chandler::tests {

// Ends each Job well, some time after it was made.
class JobPlayer {
 public:
  explicit JobPlayer(const OperationsFixture& fixture)
      : fixture_(fixture),
        client_(platform::kubernetes::Client::make(
                    platform::kubernetes::from_kubeconfig(fixture.cluster.kubeconfig("admin").string()).value())
                    .value()),
        thread_([this](const std::stop_token& stop) { play(stop); }) {}

  // The uids that were seen of each name, for a Job that was made twice.
  std::map<std::string, std::set<std::string>> uids() const {
    const std::scoped_lock lock(mutex_);
    return uids_;
  }

 private:
  using json = nlohmann::json;

  void play(const std::stop_token& stop) {
    static constexpr std::chrono::milliseconds look{50};
    std::minstd_rand random{std::random_device{}()};
    std::bernoulli_distribution ends{0.2};
    while (platform::sleep_unless_stopped(stop, look)) {
      std::vector<std::string> open;
      static_cast<void>(client_.list(
          fixture_.job(""), {.selection = {.labels = {}, .fields = "status.successful=0"}}, [&](json&& item) {
            const auto& metadata = item.at("metadata");
            const std::scoped_lock lock(mutex_);
            uids_[metadata.at("name").get<std::string>()].insert(metadata.at("uid").get<std::string>());
            open.push_back(metadata.at("name").get<std::string>());
          }));
      for (const std::string& name : open) {
        if (!ends(random)) continue;
        auto resource = fixture_.job(name);
        resource.subresource = "status";
        static_cast<void>(client_.patch(resource, platform::kubernetes::PatchType::merge,
                                        {{"status", OperationsFixture::job_end(true)}}));
      }
    }
  }

  const OperationsFixture& fixture_;
  platform::kubernetes::Client client_;
  mutable std::mutex mutex_;
  std::map<std::string, std::set<std::string>> uids_;
  std::jthread thread_;  // the last: it uses the rest
};

// Keeps so many pods of one Deployment, all of them ready.
class ReplicaSetPlayer {
 public:
  ReplicaSetPlayer(const OperationsFixture& fixture, std::string deployment, std::size_t pods)
      : fixture_(fixture),
        deployment_(std::move(deployment)),
        pods_(pods),
        client_(platform::kubernetes::Client::make(
                    platform::kubernetes::from_kubeconfig(fixture.cluster.kubeconfig("admin").string()).value())
                    .value()),
        thread_([this](const std::stop_token& stop) { play(stop); }) {}

  // How many it has made so far.
  std::size_t made() const { return made_; }
  void hold(bool held) { held_ = held; }  // make no more
  std::vector<nlohmann::json> pods() { return present(client_); }

  std::vector<nlohmann::json> present(platform::kubernetes::Client& client) const {
    std::vector<nlohmann::json> found;
    static_cast<void>(client.list(fixture_.pod(""), {.selection = {.labels = "app=" + deployment_, .fields = {}}},
                                  [&](nlohmann::json&& item) { found.push_back(std::move(item)); }));
    return found;
  }

 private:
  using json = nlohmann::json;

  void play(const std::stop_token& stop) {
    static constexpr std::chrono::milliseconds look{20};
    do {
      for (std::size_t there = present(client_).size(); there < pods_ && !held_; ++there) make();
    } while (platform::sleep_unless_stopped(stop, look));
  }

  void make() {
    const std::string name = std::format("{}-x-{}", deployment_, ++made_);
    static_cast<void>(client_.create(
        fixture_.pod(""),
        {{"metadata",
          {{"name", name},
           {"labels", {{"app", deployment_}, {"pod-template-hash", "x"}}},
           {"ownerReferences",
            {{{"apiVersion", "apps/v1"},
              {"kind", "ReplicaSet"},
              {"name", deployment_ + "-x"},
              {"uid", "00000000-0000-0000-0000-000000000001"},
              {"controller", true}}}}}},
         {"spec", {{"terminationGracePeriodSeconds", 0}, {"containers", {{{"name", "app"}, {"image", "app:1"}}}}}}}));
    auto resource = fixture_.pod(name);
    resource.subresource = "status";
    static_cast<void>(
        client_.patch(resource, platform::kubernetes::PatchType::merge,
                      {{"status", {{"phase", "Running"}, {"conditions", {{{"type", "Ready"}, {"status", "True"}}}}}}}));
  }

  const OperationsFixture& fixture_;
  const std::string deployment_;
  const std::size_t pods_;
  std::atomic<bool> held_ = false;
  std::atomic<std::size_t> made_ = 0;
  platform::kubernetes::Client client_;
  std::jthread thread_;  // the last: it uses the rest
};

}  // namespace chandler::tests
