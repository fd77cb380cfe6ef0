#include "cron/probe/compare/narrowing.hpp"

#include <algorithm>
#include <bit>

namespace chandler::probe::compare {

std::int64_t next_chunk(std::int64_t rows, std::chrono::milliseconds took, std::chrono::milliseconds target) {
  static constexpr std::int64_t fewest = 1'000;
  static constexpr std::int64_t most = 4'000'000;
  const double factor =
      static_cast<double>(target.count()) / static_cast<double>(std::max<std::int64_t>(took.count(), 1));
  const auto wanted = static_cast<std::int64_t>(static_cast<double>(rows) * std::clamp(factor, 0.25, 4.0));
  return std::clamp(wanted, fewest, most);
}

int bits_to_divide(std::int64_t rows) {
  static constexpr std::int64_t few = 2'000;
  static constexpr std::int64_t rows_a_part = 500;
  static constexpr int most_bits = 16;
  if (rows <= few) return 0;
  return std::min(most_bits, std::bit_width(static_cast<std::uint64_t>(rows / rows_a_part)));
}

Chosen choose(const Parts& here, const Parts& there, std::int64_t most_rows) {
  Parts all = here;
  all.insert(there.begin(), there.end());
  Chosen out;
  std::int64_t rows = 0;
  for (const auto& [part, any] : all) {
    const auto sum_in = [part](const Parts& parts) {
      const auto found = parts.find(part);
      return found == parts.end() ? Sum{} : found->second;
    };
    const Sum mine = sum_in(here);
    const Sum other = sum_in(there);
    if (mine == other) continue;
    const std::int64_t fuller = std::max(mine.rows, other.rows);
    if (!out.parts.empty() && rows + fuller > most_rows) {
      ++out.left_out;
      continue;
    }
    rows += fuller;
    out.parts.push_back(part);
  }
  return out;
}

std::vector<Candidate> differing(const Hashes& here, const Hashes& there) {
  std::vector<Candidate> out;
  for (const auto& [key, hash] : here) {
    const auto other = there.find(key);
    if (other == there.end()) {
      out.push_back({.key = key, .here = hash, .there = {}});
    } else if (other->second != hash) {
      out.push_back({.key = key, .here = hash, .there = other->second});
    }
  }
  for (const auto& [key, hash] : there) {
    if (!here.contains(key)) out.push_back({.key = key, .here = {}, .there = hash});
  }
  return out;
}

Judgement judge(const Candidate& before, const Candidate& now) {
  if (now.here == now.there) return Judgement::same;
  return before.here == now.here && before.there == now.there ? Judgement::differs : Judgement::changing;
}

}  // namespace chandler::probe::compare
