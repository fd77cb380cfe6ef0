#include "cron/probe/compare/second_look.hpp"

#include <algorithm>
#include <utility>

namespace chandler::probe::compare {
namespace {

using platform::postgres::Result;

constexpr int most_looks = 5;

std::vector<Key> keys_of(std::span<const Candidate> candidates) {
  std::vector<Key> keys;
  for (const Candidate& each : candidates) keys.push_back(each.key);
  return keys;
}

void put(const Result& rows, std::vector<Candidate>& now, std::optional<std::string> Candidate::* side) {
  for (int row = 0; row < rows.rows(); ++row)
    now.at(static_cast<std::size_t>(rows.integer(row, 0)) - 1).*side = std::string(rows.text(row, 1));
}

Difference kind_of(const Candidate& row) {
  if (!row.here) return Difference::missing_here;
  return row.there ? Difference::differs : Difference::missing_there;
}

// Row by place in what was asked for.
std::map<std::int64_t, int> by_place(const Result& rows) {
  std::map<std::int64_t, int> out;
  for (int row = 0; row < rows.rows(); ++row) out.emplace(rows.integer(row, 0), row);
  return out;
}

class Looking {
 public:
  Looking(Sides& sides, const Pair& pair, const Statements& here, const Statements& there, const LookOptions& options)
      : sides_(sides), pair_(pair), here_(here), there_(there), options_(options) {}

  Either<Looked> run(std::vector<Candidate> open) {
    for (int look = 0; look < most_looks && !open.empty(); ++look) {
      sides_.end_snapshots();
      const auto settled = sides_.settle(options_.pause, options_.patience, options_.one_cluster);
      if (!settled) return std::unexpected(settled.error());
      if (!*settled) {
        out_.unsettled = static_cast<std::int64_t>(open.size());
        return std::move(out_);
      }
      if (auto looked = look_at(open); !looked) return std::unexpected(looked.error());
    }
    out_.changing = static_cast<std::int64_t>(open.size());
    return std::move(out_);
  }

 private:
  // Leaves those in `open` that were written meanwhile.
  Either<void> look_at(std::vector<Candidate>& open) {
    if (auto begun = sides_.begin_snapshots(); !begun) return begun;
    const std::vector<Key> keys = keys_of(open);
    const auto both = sides_.ask_both(here_.look(keys), there_.look(keys));
    if (!both) return std::unexpected(both.error());
    std::vector<Candidate> now;
    now.reserve(keys.size());
    for (const Key& key : keys) now.push_back({.key = key, .here = {}, .there = {}});
    put(both->here, now, &Candidate::here);
    put(both->there, now, &Candidate::there);
    std::vector<Candidate> changing;
    const std::size_t known = out_.differences.size();
    for (std::size_t i = 0; i < open.size(); ++i) {
      switch (judge(open[i], now[i])) {
        case Judgement::same:
          ++out_.settled;
          break;
        case Judgement::differs:
          out_.differences.push_back({.key = now[i].key, .kind = kind_of(now[i])});
          break;
        case Judgement::changing:
          changing.push_back(std::move(now[i]));
      }
    }
    open = std::move(changing);
    return name_columns(known);
  }

  // In the snapshots in which the rows differ.
  Either<void> name_columns(std::size_t from) {
    std::vector<Key> keys;
    std::vector<RowDifference*> rows;
    for (std::size_t i = from; i < out_.differences.size() && named_ < options_.named; ++i) {
      if (out_.differences[i].kind != Difference::differs) continue;
      ++named_;
      keys.push_back(out_.differences[i].key);
      rows.push_back(&out_.differences[i]);
    }
    if (keys.empty()) return {};
    const auto both = sides_.ask_both(here_.look_at_columns(keys), there_.look_at_columns(keys));
    if (!both) return std::unexpected(both.error());
    const auto mine = by_place(both->here);
    const auto other = by_place(both->there);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto place = static_cast<std::int64_t>(i) + 1;
      for (std::size_t column = 0; column < pair_.columns.size(); ++column) {
        const int at = static_cast<int>(column) + 1;
        if (both->here.text(mine.at(place), at) != both->there.text(other.at(place), at))
          rows[i]->columns.push_back(pair_.columns[column]);
      }
    }
    return {};
  }

  Sides& sides_;
  const Pair& pair_;
  const Statements& here_;
  const Statements& there_;
  const LookOptions& options_;
  Looked out_;
  std::size_t named_ = 0;  // rows whose columns were asked for
};

}  // namespace

Either<Looked> look_again(Sides& sides, const Pair& pair, const Statements& here, const Statements& there,
                          std::vector<Candidate> candidates, const LookOptions& options) {
  return Looking(sides, pair, here, there, options).run(std::move(candidates));
}

}  // namespace chandler::probe::compare
