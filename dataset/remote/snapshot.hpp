#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"

namespace chandler::dataset::remote {

class Database;

// One new snapshot for each database that data sets come from, for as long as this lives: all of its tables are as of
// one instant. To be taken under the data sets' locks, so that no run brings older rows after a later one. Errors:
// those of Database::begin_snapshot.
class Snapshots {
 public:
  static core::Expected<Snapshots> take(std::span<const DataSet> data_sets);
  ~Snapshots() { release(); }
  Snapshots(Snapshots&&) noexcept = default;
  Snapshots& operator=(Snapshots&&) = delete;
  Snapshots(const Snapshots&) = delete;
  Snapshots& operator=(const Snapshots&) = delete;

  // Everything is read: the sources may clean up, and their tables are locked no longer.
  void release();

 private:
  Snapshots() = default;

  std::vector<std::shared_ptr<Database>> databases_;
};

}  // namespace chandler::dataset::remote
