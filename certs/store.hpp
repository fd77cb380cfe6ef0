#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "certs/bundle.hpp"
#include "core/error.hpp"

namespace chandler::certs {

struct Stored {
  std::optional<Bundle> bundle;  // none yet: the place is missing, or empty
  std::string version;           // what `save` replaces; empty: the place is missing
  bool rotate = false;           // somebody asks for a new one, however good this one is; `save` takes that as done
};

enum class Saved : std::uint8_t { yes, conflict };  // conflict: somebody changed it since it was loaded

// The one place that all replicas read their certificate from, with optimistic concurrency: of several
// that save over the same version, one succeeds. Blocks. Not thread-safe: one for each thread.
class Store {
 public:
  Store() = default;
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store(Store&&) = delete;
  Store& operator=(Store&&) = delete;

  virtual core::Expected<Stored> load() = 0;
  virtual core::Expected<Saved> save(const Bundle& bundle, const std::string& version) = 0;
};

}  // namespace chandler::certs
