#include "dataset/stage/row_watcher.hpp"

#include <format>

#include "dataset/fault/failure.hpp"

namespace chandler::dataset {

// Most likely it is no row, but all that stands behind a quote that was opened by mistake.
core::Error too_long_to_watch(const std::string& file) {
  return {.code = "load.bad_csv",
          .message = "a row is larger than 16 MiB, too large to be told apart from bad ones",
          .where = file,
          .hint = std::format("{} Without max_errors the bad row is told; inside quotes a quote is written twice: \"\"",
                              nothing_loaded)};
}

}  // namespace chandler::dataset
