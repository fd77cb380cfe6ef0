#include "certs/agree.hpp"

#include <format>

#include "platform/log/log.hpp"

namespace chandler::certs {
namespace {

// Each round somebody else stored something; that many in a row means that something is wrong.
constexpr int rounds = 10;

// The newest, the one before it, and those that were the newest until a moment ago: after rotations in quick succession
// a replica may still serve what one of them signed.
std::string with_older(const std::string& newest, const std::string& older, const IssueOptions& options,
                       SystemTime now) {
  static constexpr std::chrono::minutes overlap{10};
  std::string out = newest;
  SystemTime superseded = now;
  std::size_t kept = 1;
  for (const std::string_view ca : certificates_of(older)) {
    if (kept++ >= 2 && now - superseded >= overlap) break;
    const auto from = valid_from(ca);
    if (!from) continue;
    out.append(ca).append("\n");
    superseded = *from + options.backdate;
  }
  return out;
}

// What the store holds, if it can be used now.
std::optional<Agreed> usable(const std::optional<Bundle>& bundle, const IssueOptions& options, SystemTime now) {
  if (!bundle) return std::nullopt;
  const auto validity = inspect(*bundle, options.dns_names.front(), now);
  if (validity) return Agreed{.bundle = *bundle, .validity = *validity};
  platform::log::warning("certificate_not_usable", "the stored certificate cannot be used; a new one is made",
                         {{"reason", id_of(validity.error())}});
  return std::nullopt;
}

// What is to be stored in the place of `current`, which is due, asked to be replaced, or not usable.
core::Expected<Agreed> replacement(const std::optional<Agreed>& current, const std::optional<Bundle>& serving,
                                   const IssueOptions& options, SystemTime now) {
  if (!current && serving) {
    // Clients trust it, and the other replicas serve it.
    const auto validity = inspect(*serving, options.dns_names.front(), now);
    if (validity && !validity->due(now)) return Agreed{.bundle = *serving, .validity = *validity};
  }
  auto made = issue(options, now);
  if (!made) return std::unexpected(made.error());
  if (current || serving) made->ca = with_older(made->ca, current ? current->bundle.ca : serving->ca, options, now);
  const auto validity = inspect(*made, options.dns_names.front(), now);
  if (validity) return Agreed{.bundle = *std::move(made), .validity = *validity};
  return std::unexpected(
      core::Error{.code = "certs.issue",
                  .message = std::format("the certificate just made is not usable: {}", id_of(validity.error()))});
}

}  // namespace

core::Expected<Agreed> agree(Store& store, const IssueOptions& options, const std::function<SystemTime()>& now,
                             const std::optional<Bundle>& serving) {
  for (int round = 0; round < rounds; ++round) {
    const auto stored = store.load();
    if (!stored) return std::unexpected(stored.error());
    const SystemTime time = now();
    const auto current = usable(stored->bundle, options, time);
    if (current && !current->validity.due(time) && !stored->rotate) return *current;

    auto next = replacement(current, serving, options, time);
    if (!next) return std::unexpected(next.error());
    const auto saved = store.save(next->bundle, stored->version);
    if (!saved && current) {
      platform::log::warning("certificate_not_renewed", core::describe(saved.error()));
      return *current;
    }
    if (!saved) return std::unexpected(saved.error());
    if (*saved == Saved::conflict) continue;
    const std::string_view why = !current         ? "none there could be used"
                                 : stored->rotate ? "somebody asked for it"
                                                  : "two thirds of its life are over";
    if (serving && next->bundle == *serving) {
      platform::log::info("certificate_restored", "stored again what is served", {{"why", why}});
    } else {
      platform::log::info("certificate_made", "made a CA and a certificate",
                          {{"name", options.dns_names.front()}, {"why", why}});
    }
    return next;
  }
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = "certs.conflict",
                                     .message = std::format("the stored certificate changed {} times in a row", rounds),
                                     .hint = "find out who else writes it"});
}

}  // namespace chandler::certs
