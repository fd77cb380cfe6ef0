#pragma once

#include <string_view>

#include "webhook/answer.hpp"
#include "webhook/review.hpp"

namespace chandler::webhook {

// The answer about a new operations.chandler.dev: `requestedBy` becomes the request's own user, whoever else is named
// there; but what `own_account` says of it stays, since our API asks in the name of its callers. `own_account`: our own
// user name, empty: none. What the kind's schema cannot say is checked, too. Pure.
Answer admit_operation(const Review& review, std::string_view own_account);

}  // namespace chandler::webhook
