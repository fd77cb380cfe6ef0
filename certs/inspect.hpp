#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "certs/bundle.hpp"
#include "certs/issue.hpp"

namespace chandler::certs {

// Why a stored certificate cannot be used. The ids are those of logs.
enum class Fault : std::uint8_t {
  incomplete,        // CA, certificate or key is missing
  unreadable,        // one of them is not PEM
  key_mismatch,      // the key is not the certificate's
  wrong_name,        // the certificate is not for the name that clients ask for
  not_signed_by_ca,  // no CA of the bundle signed it
  not_yet_valid,
  expired,
};

std::string_view id_of(Fault fault);

struct Validity {
  SystemTime from;
  SystemTime until;

  // Two thirds of the life are over.
  bool due(SystemTime now) const { return now >= from + (until - from) * 2 / 3; }
};

// When a certificate begins and ends to be valid; nullopt: it is no PEM certificate. Pure.
std::optional<SystemTime> valid_from(std::string_view pem);
std::optional<SystemTime> valid_until(std::string_view pem);

// Whether clients that trust `bundle.ca` accept this certificate for `dns_name` at `now`. Pure.
std::expected<Validity, Fault> inspect(const Bundle& bundle, std::string_view dns_name, SystemTime now);

}  // namespace chandler::certs
