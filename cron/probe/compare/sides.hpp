#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <future>
#include <string>
#include <utility>

#include "cron/probe/check.hpp"
#include "cron/probe/compare/catalogue.hpp"
#include "cron/probe/compare/peer.hpp"

namespace chandler::probe::compare {

enum class Side : std::uint8_t { here, there };

// What a server said, and which of the two.
struct Failure {
  Side side = Side::here;
  platform::postgres::ServerError error;
};

template <typename T>
using Either = std::expected<T, Failure>;

struct Both {
  platform::postgres::Result here;
  platform::postgres::Result there;
};

// The two databases. One thread, that of the check.
class Sides {
 public:
  Sides(Context& context, platform::postgres::Session there) : context_(context), there_(std::move(there)) {}

  Either<platform::postgres::Result> ask(Side side, Query query);
  Either<Both> ask_both(Query here, Query there);

  // For what is asked of there while here is at work.
  std::future<platform::postgres::Answer<platform::postgres::Result>> begin_there(Query query) {
    return there_.begin([asked = std::move(query)](auto& session) { return compare::ask(session, asked); });
  }

  // Within snapshots: what is in the two databases.
  Either<std::pair<Catalogue, Catalogue>> read_catalogues();

  // A new snapshot on each side, at about the same time.
  Either<void> begin_snapshots();
  void end_snapshots();

  // Outside of snapshots: lets `pause` pass, so that what is in flight arrives. Of a primary and its standby, or two
  // standbys (`one_cluster`), it waits on until both have what either of them has now, for at most `patience`. False:
  // one has not.
  Either<bool> settle(std::chrono::milliseconds pause, std::chrono::milliseconds patience, bool one_cluster);

  Context& context() { return context_; }

 private:
  std::string transaction() const;

  Context& context_;
  Peer there_;
};

}  // namespace chandler::probe::compare
