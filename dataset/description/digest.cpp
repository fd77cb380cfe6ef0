#include "dataset/description/digest.hpp"

#include <format>

#include "dataset/description/fields.hpp"
#include "platform/digest/digest.hpp"

namespace chandler::dataset::description {
namespace {

template <typename T>
std::string shape_of(const T& from);

// With its length, so that no value can look like two.
std::string spelled(const std::string& text) {
  return std::format("{}:{}", text.size(), text);
}
std::string spelled(bool yes) {
  return yes ? "true" : "false";
}
std::string spelled(char c) {
  return std::string(1, c);
}
std::string spelled(std::int64_t number) {
  return std::to_string(number);
}
std::string spelled(Mode mode) {
  return std::string(words(mode)[static_cast<std::size_t>(mode)]);
}
std::string spelled(FileFormat format) {
  return std::string(words(format)[static_cast<std::size_t>(format)]);
}
std::string spelled(const core::text::Percentage& percentage) {
  return std::format("{}%", percentage.percent);
}
std::string spelled(std::chrono::milliseconds duration) {
  return std::format("{}ms", duration.count());
}
std::string spelled(const EntryColumn& column) {
  return "{" + shape_of(column) + "}";
}
std::string spelled(const Entry& entry) {
  return "{" + shape_of(entry) + "}";
}
template <typename T>
std::string spelled(const std::optional<T>& value) {
  return spelled(*value);
}
template <typename T>
std::string spelled(const std::vector<T>& values) {
  std::string out;
  for (const T& value : values) out += spelled(value) + ",";
  return out;
}

bool absent(const std::string& text) {
  return text.empty();
}
bool absent(bool yes) {
  return !yes;
}
bool absent(std::int64_t number) {
  return number == 0;
}
template <typename T>
bool absent(const std::optional<T>& value) {
  return !value.has_value();
}
template <typename T>
bool absent(const std::vector<T>& values) {
  return values.empty();
}

template <typename T>
std::string shape_of(const T& from) {
  std::string out;
  for (const Field<T>& field : fields<T>()) {
    if (!field.shapes_rows) continue;
    std::visit(
        [&](auto member) {
          if (!absent(from.*member)) out += std::format("{}={};", field.name, spelled(from.*member));
        },
        field.member);
  }
  return out;
}

}  // namespace

std::string row_shape(const Entry& entry) {
  return shape_of(entry);
}

std::string content_hash(std::string file_hash, const Entry* entry) {
  const std::string shape = entry == nullptr ? std::string() : row_shape(*entry);
  if (shape.empty()) return file_hash;
  platform::Sha256 hash;
  hash.update(file_hash);
  hash.update("\n");
  hash.update(shape);
  return hash.hex();
}

}  // namespace chandler::dataset::description
