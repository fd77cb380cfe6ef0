#include "core/cronjob/name.hpp"

#include <cstdint>
#include <format>

namespace chandler::core::cronjob {
namespace {

// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/. Nobody gains from a collision here.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return value;
}

// Of the characters that names of objects may hold those that form no words, as Kubernetes does for pods.
std::string spelled(std::uint64_t value) {
  static constexpr std::string_view alphabet = "bcdfghjklmnpqrstvwxz2456789";
  static constexpr std::size_t length = 10;
  std::string text;
  for (std::size_t i = 0; i < length; ++i, value /= alphabet.size()) text += alphabet[value % alphabet.size()];
  return text;
}

}  // namespace

std::string fitting_name(std::string_view name, std::string_view end, std::size_t longest) {
  std::string whole = std::format("{}{}", name, end);
  if (whole.size() <= longest) return whole;
  const std::string with_hash = std::format("-{}{}", spelled(hash(name)), end);
  std::string_view kept = name.substr(0, longest - with_hash.size());
  // "-" may not follow a dot.
  while (kept.ends_with('.') || kept.ends_with('-')) kept.remove_suffix(1);
  return std::format("{}{}", kept, with_hash);
}

std::string cron_job_name(std::string_view workload, std::string_view task) {
  return fitting_name(workload, std::format("-{}", task), longest_name);
}

}  // namespace chandler::core::cronjob
