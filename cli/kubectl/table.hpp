#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/kubectl/tone.hpp"

namespace chandler::cli::kubectl {

struct Cell {
  Cell(std::string t, Tone c = Tone::plain) : text(std::move(t)), tone(c) {}
  Cell(const char* t, Tone c = Tone::plain) : text(t), tone(c) {}

  std::string text;
  Tone tone;
};

using Row = std::vector<Cell>;

// As kubectl prints it: columns as wide as what is in them, three spaces between, nothing behind the last.
class Table {
 public:
  explicit Table(std::vector<std::string> heads) : heads_(std::move(heads)) {}

  void add(Row row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  const std::vector<Row>& rows() const { return rows_; }

  // Empty cells are shown as "-".
  std::string text(const Palette& palette, bool with_heads = true) const;

 private:
  std::vector<std::string> heads_;
  std::vector<Row> rows_;
};

}  // namespace chandler::cli::kubectl
