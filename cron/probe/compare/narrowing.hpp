#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cron/probe/compare/statements.hpp"

// What two servers' hashes say, and what is asked next. Pure.
namespace chandler::probe::compare {

struct Sum {
  std::int64_t rows = 0;
  std::string hashes;  // a sum that may be larger than 64 bits

  bool operator==(const Sum&) const = default;
};

using Parts = std::map<std::int64_t, Sum>;
using Hashes = std::map<Key, std::string>;

// How many rows the next chunk takes, so that one is about `target` of work.
std::int64_t next_chunk(std::int64_t rows, std::chrono::milliseconds took,
                        std::chrono::milliseconds target = std::chrono::milliseconds(400));

// Into how many parts, as a power of two, rows are divided whose sums differ. 0: they are few, and fetched.
int bits_to_divide(std::int64_t rows);

struct Chosen {
  std::vector<std::int64_t> parts;  // whose rows are fetched
  std::int64_t left_out = 0;        // parts that differ, too, and are too many
};

// The parts that differ, as many as have `most_rows` on the fuller side; one at least.
Chosen choose(const Parts& here, const Parts& there, std::int64_t most_rows);

// A row by its hashes; nullopt: there is none.
struct Candidate {
  Key key;
  std::optional<std::string> here;
  std::optional<std::string> there;

  bool operator==(const Candidate&) const = default;
};

std::vector<Candidate> differing(const Hashes& here, const Hashes& there);

enum class Judgement : std::uint8_t {
  same,
  differs,  // both sides as before, and not the same: no write in flight explains that
  changing  // at least one side was written between the looks
};

Judgement judge(const Candidate& before, const Candidate& now);

}  // namespace chandler::probe::compare
