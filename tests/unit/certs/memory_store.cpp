#include "tests/unit/certs/memory_store.hpp"

namespace chandler::tests {

core::Expected<certs::Stored> MemoryStore::load() {
  certs::Stored stored;
  {
    const std::scoped_lock lock(secret_.mutex);
    stored = {.bundle = secret_.bundle, .version = std::to_string(secret_.version), .rotate = secret_.rotate};
  }
  after_load();
  return stored;
}

core::Expected<certs::Saved> MemoryStore::save(const certs::Bundle& bundle, const std::string& version) {
  if (refuse_save) return std::unexpected(*refuse_save);
  const std::scoped_lock lock(secret_.mutex);
  if (version != std::to_string(secret_.version)) return certs::Saved::conflict;
  secret_.bundle = bundle;
  secret_.rotate = false;
  ++secret_.version;
  ++saves;
  return certs::Saved::yes;
}

}  // namespace chandler::tests
