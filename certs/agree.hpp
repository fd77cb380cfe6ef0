#pragma once

#include <functional>
#include <optional>

#include "certs/inspect.hpp"
#include "certs/store.hpp"

namespace chandler::certs {

struct Agreed {
  Bundle bundle;
  Validity validity;
};

// The certificate that all replicas use: the stored one if it is good, else one made here and stored.
// Of several that make one at once, the first to store wins and the others take what it stored.
// At two thirds of its life a new one is made whose CA stands before the old ones, so that clients trust
// both; if that cannot be stored, the old one is returned as long as it is valid.
// Clock: `now` is asked once for each attempt.
// `serving`: what this process serves, which is stored again where what is stored was lost.
core::Expected<Agreed> agree(Store& store, const IssueOptions& options, const std::function<SystemTime()>& now,
                             const std::optional<Bundle>& serving = std::nullopt);

}  // namespace chandler::certs
