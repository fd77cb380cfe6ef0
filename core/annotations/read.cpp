#include "core/annotations/read.hpp"

#include <algorithm>
#include <format>
#include <optional>

#include "core/annotations/keys.hpp"
#include "core/text/list.hpp"
#include "core/text/nearest.hpp"

namespace chandler::core::annotations {
namespace {

// How a person should see a value: in full if it is short.
std::string quoted(std::string_view value) {
  static constexpr std::size_t shown = 120;
  if (value.size() <= shown) return std::format("\"{}\"", value);
  return std::format("\"{}…\" ({} bytes)", value.substr(0, shown), value.size());
}

bool is_present(std::span<const Entry> annotations, std::string_view name) {
  return std::ranges::any_of(annotations, [&](const Entry& entry) { return name_in(entry.key) == name; });
}

Finding bad_value(const Directive& directive, const Entry& entry, const text::Mismatch& wrong) {
  std::string message = std::format("{}: {} {}", entry.key, quoted(entry.value), wrong.why);
  if (directive.on_bad == Severity::warn) {
    message += directive.fallback.empty() ? "; it is ignored"
                                          : std::format("; ignored, the default holds: {}", directive.fallback);
  }
  return {directive.on_bad,         Problem::bad_value, std::string(entry.key),
          std::string(entry.value), wrong.nearest,      std::move(message)};
}

Finding not_carried_out(const Directive& directive, const Entry& entry) {
  const bool later = !directive.undone.empty();
  return {later ? directive.on_bad : Severity::warn,
          Problem::not_carried_out,
          std::string(entry.key),
          std::string(entry.value),
          {},
          later ? std::format("{} is not carried out by this version: {}", entry.key, directive.undone)
                : std::format("{} is valid, but Chandler's controller is off here and makes no {}; \"chandler inject "
                              "--cronjobs-only -f FILE | kubectl apply -f -\" does",
                              entry.key, directive.causes)};
}

bool lacks_another(const Directive& directive, std::span<const Entry> annotations) {
  return !directive.needs.empty() && !is_present(annotations, directive.needs) &&
         (directive.or_needs.empty() || !is_present(annotations, directive.or_needs));
}

Finding lacks(const Directive& directive, const Entry& entry) {
  const std::string other = directive.or_needs.empty() ? "" : std::format(" or {}{}", prefix, directive.or_needs);
  return {Severity::warn,
          Problem::incomplete,
          std::string(entry.key),
          std::string(entry.value),
          {},
          std::format("{} does nothing without {}{}{}", entry.key, prefix, directive.needs, other)};
}

// Work on a database needs to know which one, and libpq a user: there is no passwd entry to take one from.
std::optional<Finding> database_gap(const ProvisionSpec& spec, std::span<const Entry> annotations) {
  const bool waits = spec.wait_for && std::ranges::contains(*spec.wait_for, WaitFor::Kind::database, &WaitFor::kind);
  const std::string_view asker = spec.migrate.source     ? "migrate"
                                 : spec.load             ? "load"
                                 : spec.executor.handler ? "executor"
                                 : waits                 ? "wait-for"
                                                         : "";
  if (asker.empty() || is_present(annotations, "database")) return std::nullopt;
  if (spec.database.host && spec.database.user) return std::nullopt;
  const auto entry = std::ranges::find_if(annotations, [&](const Entry& e) { return name_in(e.key) == asker; });
  const std::string_view missing =
      spec.database.host ? "a user: add chandler.dev/database-user: ROLE, or chandler.dev/database: SECRET"
                         : "a database: add chandler.dev/database: SECRET (or database-host and database-user)";
  return Finding{Severity::refuse,
                 Problem::incomplete,
                 std::string(entry->key),
                 std::string(entry->value),
                 {},
                 std::format("{} needs {}", entry->key, missing)};
}

void check_limit(std::vector<Finding>& findings, const std::optional<text::Quantity>& request,
                 const std::optional<text::Quantity>& limit, std::string_view resource) {
  if (!request || !limit || request->amount <= limit->amount) return;
  findings.push_back({Severity::warn,
                      Problem::conflict,
                      full_key(std::format("{}-request", resource)),
                      request->text,
                      {},
                      std::format("{}{}-request: {} is more than {}-limit {}; the limit becomes {}", prefix, resource,
                                  request->text, resource, limit->text, request->text)});
}

std::optional<Finding> unknown_annotation(const Entry& entry) {
  if (entry.key == inject_label) {
    return Finding{Severity::warn,
                   Problem::misplaced,
                   std::string(entry.key),
                   std::string(entry.value),
                   {},
                   std::format("{} is an annotation here and does nothing; it has to be a label", entry.key)};
  }
  const auto name = name_in(entry.key);
  if (!name) return std::nullopt;
  if (find_directive(*name) != nullptr) return std::nullopt;
  const Directive* near = find_directive(nearest_directive(*name));
  std::string message =
      near != nullptr
          ? std::format("{} is no key of Chandler's and does nothing; {}{} takes {}", entry.key, prefix, near->name,
                        near->grammar)
          : std::format("{} is no key of Chandler's and does nothing; \"chandler annotations\" lists them", entry.key);
  return Finding{Severity::warn,
                 Problem::unknown_key,
                 std::string(entry.key),
                 std::string(entry.value),
                 near != nullptr ? full_key(near->name) : "",
                 std::move(message)};
}

// "chandler.io/migrate", "chander.dev/load": a known name under a prefix that resembles ours.
std::optional<Finding> mistyped_prefix(const Entry& entry) {
  static constexpr std::size_t near = 3;
  const std::size_t slash = entry.key.find('/');
  if (slash == std::string_view::npos || name_in(entry.key)) return std::nullopt;
  const std::string_view name = entry.key.substr(slash + 1);
  if (name != "inject" && find_directive(name) == nullptr) return std::nullopt;
  const std::string_view domain = entry.key.substr(0, slash);
  const std::string_view ours = prefix.substr(0, prefix.size() - 1);
  if (!domain.starts_with("chandler") && text::edit_distance(domain, ours) > near) return std::nullopt;
  return Finding{
      Severity::warn,         Problem::wrong_prefix,
      std::string(entry.key), std::string(entry.value),
      full_key(name),         std::format("{} does nothing; Chandler's keys begin with {}", entry.key, prefix)};
}

std::optional<Finding> misplaced_label(const Entry& entry) {
  const auto name = name_in(entry.key);
  if (!name || find_directive(*name) == nullptr) return std::nullopt;
  return Finding{Severity::warn,
                 Problem::misplaced,
                 std::string(entry.key),
                 std::string(entry.value),
                 {},
                 std::format("{} is a label here and does nothing; it has to be an annotation", entry.key)};
}

}  // namespace

Reading read(std::span<const Entry> annotations, Where where) {
  Reading reading;
  for (const Entry& entry : annotations) {
    const auto name = name_in(entry.key);
    const Directive* directive = name ? find_directive(*name) : nullptr;
    if (directive == nullptr) continue;
    reading.any_directive = true;
    reading.any_task = reading.any_task || directive->task;
    if (auto parsed = directive->read(text::trim(entry.value), reading.spec); !parsed) {
      reading.findings.push_back(bad_value(*directive, entry, parsed.error()));
    } else if (lacks_another(*directive, annotations)) {
      reading.findings.push_back(lacks(*directive, entry));
    } else if ((directive->task || !directive->undone.empty()) && !carried_out(*directive, where)) {
      reading.findings.push_back(not_carried_out(*directive, entry));
    }
  }
  if (auto gap = database_gap(reading.spec, annotations)) reading.findings.push_back(std::move(*gap));
  const auto& containers = reading.spec.containers;
  check_limit(reading.findings, containers.cpu_request, containers.cpu_limit, "cpu");
  check_limit(reading.findings, containers.memory_request, containers.memory_limit, "memory");
  return reading;
}

std::vector<Finding> check_keys(std::span<const Entry> annotations, std::span<const Entry> labels) {
  std::vector<Finding> findings;
  const auto keep = [&](std::optional<Finding> finding) {
    if (finding) findings.push_back(std::move(*finding));
  };
  for (const Entry& entry : labels) {
    keep(misplaced_label(entry));
    keep(mistyped_prefix(entry));
  }
  for (const Entry& entry : annotations) {
    keep(unknown_annotation(entry));
    keep(mistyped_prefix(entry));
  }
  return findings;
}

}  // namespace chandler::core::annotations
