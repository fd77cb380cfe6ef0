#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "dataset/description/description.hpp"

// load.yaml's keys, each once: the parser, the JSON Schema and the digest are made from these lists. A
// field's grammar is that of its member's type.
namespace chandler::dataset::description {

template <typename T>
struct Field {
  using Member = std::variant<std::string T::*, std::optional<std::string> T::*, bool T::*, std::optional<bool> T::*,
                              std::int64_t T::*, std::optional<std::int64_t> T::*, std::optional<char> T::*,
                              std::optional<Mode> T::*, std::optional<FileFormat> T::*,
                              std::optional<core::text::Percentage> T::*, std::optional<std::chrono::milliseconds> T::*,
                              std::vector<std::string> T::*, std::vector<EntryColumn> T::*, std::vector<Entry> T::*>;

  std::string_view name;
  Member member;
  std::string_view meaning;
  bool required = false;
  bool shapes_rows = false;  // another value makes other rows of the same file
};

template <typename T>
std::span<const Field<T>> fields();
template <>
std::span<const Field<Description>> fields<Description>();
template <>
std::span<const Field<Entry>> fields<Entry>();
template <>
std::span<const Field<EntryColumn>> fields<EntryColumn>();

// The words for these in load.yaml, in the order of the enum.
std::span<const std::string_view> words(Mode);
std::span<const std::string_view> words(FileFormat);

}  // namespace chandler::dataset::description
