#pragma once

#include <span>
#include <string_view>

namespace chandler::migrate::lint {

// What another linter looks for, and which rules of ours find it.
struct Peer {
  std::string_view id;    // theirs
  std::string_view ours;  // ids with ", " between; empty: none
  std::string_view note;  // why there is none, or what differs
};

std::span<const Peer> squawk_rules();
std::span<const Peer> strong_migrations_checks();
std::span<const Peer> atlas_analyzers();

// Ours for one of squawk's, to honour its comments; empty where there is none.
std::string_view ours_for_squawk(std::string_view id);

}  // namespace chandler::migrate::lint
