#include "init/migrate/lint/places.hpp"

#include <algorithm>

namespace chandler::migrate::lint {

sql::Place Places::at(std::size_t byte) {
  const std::string_view text = file_->original;
  const std::size_t target = std::min(file_->source.in_file(byte), text.size());
  if (target < at_) return sql::place_of(text, target);
  const sql::Place step = sql::place_of(text.substr(at_), target - at_);
  place_ = {.line = place_.line + step.line - 1,
            .column = step.line == 1 ? place_.column + step.column - 1 : step.column};
  at_ = target;
  return place_;
}

}  // namespace chandler::migrate::lint
