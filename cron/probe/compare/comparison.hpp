#pragma once

#include <cstdint>

#include "cron/probe/compare/address.hpp"
#include "cron/probe/compare/progress_memory.hpp"
#include "cron/probe/compare/scan.hpp"
#include "cron/probe/compare/sides.hpp"

namespace chandler::probe::compare {

// Compares the databases, table by table, each within a snapshot of its own on either side, so that none holds back
// the servers' clean-up for longer than one table takes.
class Comparison {
 public:
  Comparison(Sides& sides, Context& context, const Address& address, const std::string& other)
      : sides_(sides), context_(context), address_(address), progresses_(context.memory, other) {}

  Outcome run();

 private:
  Either<Pairing> prepare();
  Either<Spelling> choose_spelling(const Catalogue& here, const Catalogue& there);
  // False: no other table can be begun.
  bool compare(const Pair& pair);
  bool give_up(const Pair& pair, const Scanned& scanned, const Failure& failure);
  void add_up(const Pair& pair, const Scanned& scanned);
  void summarize(std::size_t tables, Clock::duration took);

  Sides& sides_;
  Context& context_;
  const Address& address_;
  Progresses progresses_;
  Spelling spelling_;
  bool one_cluster_ = false;
  Outcome out_;
  std::int64_t whole_ = 0;
  std::int64_t rows_ = 0;
  std::int64_t bytes_ = 0;
  std::int64_t chunks_ = 0;
};

}  // namespace chandler::probe::compare
