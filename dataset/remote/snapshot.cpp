#include "dataset/remote/snapshot.hpp"

#include <algorithm>

#include "dataset/remote/database.hpp"

namespace chandler::dataset::remote {

core::Expected<Snapshots> Snapshots::take(std::span<const DataSet> data_sets) {
  Snapshots taken;
  for (const DataSet& data_set : data_sets) {
    if (!data_set.file.remote) continue;
    const auto& database = data_set.file.remote->database;
    if (std::ranges::contains(taken.databases_, database)) continue;
    if (auto begun = database->begin_snapshot(); !begun) return std::unexpected(begun.error());
    taken.databases_.push_back(database);
  }
  return taken;
}

void Snapshots::release() {
  for (const auto& database : databases_) database->end_snapshot();
  databases_.clear();
}

}  // namespace chandler::dataset::remote
