#pragma once

#include <functional>
#include <mutex>

#include "certs/store.hpp"

namespace chandler::tests {

// A store in memory, shared by several `MemoryStore`s as a Secret is by replicas. A fake, for with a real
// Secret nobody can make both replicas load before either saves; the real one is raced in
// tests/integration/apiserver.
struct MemorySecret {
  std::mutex mutex;
  std::optional<certs::Bundle> bundle;
  bool rotate = false;
  int version = 1;
};

class MemoryStore final : public certs::Store {
 public:
  explicit MemoryStore(MemorySecret& secret) : secret_(secret) {}

  core::Expected<certs::Stored> load() override;
  core::Expected<certs::Saved> save(const certs::Bundle& bundle, const std::string& version) override;

  std::function<void()> after_load = [] {};
  std::optional<core::Error> refuse_save;
  int saves = 0;

 private:
  MemorySecret& secret_;
};

}  // namespace chandler::tests
