#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace chandler::certs {

// The JSON patch (RFC 6902) that makes each webhook of a Mutating- or ValidatingWebhookConfiguration trust
// the CAs of `ca` (PEM); an empty array when all of them do. A webhook whose caBundle holds them among
// others is left alone: another replica may already have put a newer CA before ours. Each change tests
// the webhook's name first, so that it fails rather than hits another one. Pure; any JSON is accepted.
nlohmann::json ca_bundle_patch(const nlohmann::json& configuration, std::string_view ca);

}  // namespace chandler::certs
