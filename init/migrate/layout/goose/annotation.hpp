#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace chandler::migrate::goose_layout {

enum class Annotation : std::uint8_t {
  up,
  down,
  statement_begin,
  statement_end,
  no_transaction,
  envsub_on,
  envsub_off,
};

// The annotation on a line ("-- +goose Up", in any case); nullopt: an ordinary line. Errors:
// migrate.directive for a comment that holds "+goose" and is none, as goose refuses it; `where` is empty.
core::Expected<std::optional<Annotation>> annotation_of(std::string_view line);

}  // namespace chandler::migrate::goose_layout
