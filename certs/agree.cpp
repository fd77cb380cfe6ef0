#include "certs/agree.hpp"

#include <format>

#include "platform/log/log.hpp"

namespace chandler::certs {
namespace {

// Each round somebody else stored something; that many in a row means that something is wrong.
constexpr int rounds = 10;

// New and old: one more for each replica that still serves the older one would only pile up.
constexpr std::size_t cas_kept = 2;

std::string with_older(const std::string& newest, const std::string& older) {
  std::string out = newest;
  std::size_t kept = 1;
  for (const std::string_view ca : certificates_of(older)) {
    if (kept++ == cas_kept) break;
    out.append(ca).append("\n");
  }
  return out;
}

// What the store holds, if it can be used now.
std::optional<Agreed> usable(const Stored& stored, const IssueOptions& options, SystemTime now) {
  if (!stored.bundle) return std::nullopt;
  const auto validity = inspect(*stored.bundle, options.dns_names.front(), now);
  if (validity) return Agreed{.bundle = *stored.bundle, .validity = *validity};
  platform::log::warning("certificate_not_usable", "the stored certificate cannot be used; a new one is made",
                         {{"reason", id_of(validity.error())}});
  return std::nullopt;
}

}  // namespace

core::Expected<Agreed> agree(Store& store, const IssueOptions& options, const std::function<SystemTime()>& now) {
  for (int round = 0; round < rounds; ++round) {
    const auto stored = store.load();
    if (!stored) return std::unexpected(stored.error());
    const SystemTime time = now();
    const auto current = usable(*stored, options, time);
    if (current && !current->validity.due(time)) return *current;

    auto made = issue(options, time);
    if (!made) return std::unexpected(made.error());
    if (current) made->ca = with_older(made->ca, current->bundle.ca);
    const auto saved = store.save(*made, stored->version);
    if (!saved && current) {
      platform::log::warning("certificate_not_renewed", core::describe(saved.error()));
      return *current;
    }
    if (!saved) return std::unexpected(saved.error());
    if (*saved == Saved::conflict) continue;
    platform::log::info("certificate_made", current ? "renewed the certificate" : "made a CA and a certificate",
                        {{"name", options.dns_names.front()}});
    const auto validity = inspect(*made, options.dns_names.front(), time);
    if (validity) return Agreed{.bundle = *std::move(made), .validity = *validity};
    return std::unexpected(
        core::Error{.code = "certs.issue",
                    .message = std::format("the certificate just made is not usable: {}", id_of(validity.error()))});
  }
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = "certs.conflict",
                                     .message = std::format("the stored certificate changed {} times in a row", rounds),
                                     .hint = "find out who else writes it"});
}

}  // namespace chandler::certs
