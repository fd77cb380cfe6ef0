#include "dataset/remote/wire.hpp"

#include <algorithm>

namespace chandler::dataset::remote {
namespace {

bool agree(const RemoteColumn& source, const Column& column) {
  return column.binary && source.type == column.type_oid &&
         (column.modifier == -1 || source.modifier == column.modifier);
}

}  // namespace

Wire wire_between(std::span<const RemoteColumn> source, std::span<const Column> columns) {
  return std::ranges::equal(source, columns, agree) ? Wire::binary : Wire::text;
}

}  // namespace chandler::dataset::remote
