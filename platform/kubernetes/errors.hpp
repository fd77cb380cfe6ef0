#pragma once

#include <string_view>

// The codes of this client's errors, to act on.
namespace chandler::platform::kubernetes::code {

inline constexpr std::string_view unreachable = "kubernetes.unreachable";  // no answer, or 5xx, or 429
inline constexpr std::string_view not_found = "kubernetes.not_found";
inline constexpr std::string_view conflict = "kubernetes.conflict";  // changed, or made, by somebody meanwhile
inline constexpr std::string_view owned = "kubernetes.owned";        // applying: a field is another manager's
inline constexpr std::string_view expired = "kubernetes.expired";    // 410: list anew
inline constexpr std::string_view refused = "kubernetes.refused";    // 401, 403: the message says which right lacks
inline constexpr std::string_view terminating = "kubernetes.terminating";  // its namespace is being deleted
inline constexpr std::string_view rejected = "kubernetes.rejected";        // what was sent is not acceptable
inline constexpr std::string_view disruption_budget = "kubernetes.disruption_budget";  // the eviction has to wait
inline constexpr std::string_view fenced = "kubernetes.fenced";  // `may_write` said no: nothing was sent

}  // namespace chandler::platform::kubernetes::code
