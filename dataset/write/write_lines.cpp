#include "dataset/write/write_lines.hpp"

namespace chandler::dataset {

platform::postgres::Answer<Counts> write_lines(platform::postgres::Session& session, const MergeSql& sql,
                                               const LineRange& lines) {
  Counts counts;
  if (sql.updates()) {
    const auto updated = session.run(sql.update(lines));
    if (!updated) return std::unexpected(updated.error());
    counts.updated = updated->affected();
  }
  const auto inserted = session.run(sql.insert(lines));
  if (!inserted) return std::unexpected(inserted.error());
  counts.inserted = inserted->affected();
  return counts;
}

}  // namespace chandler::dataset
