// A binary COPY stream of any bytes, in pieces of any size: the reader never fails on its own, reads the same in pieces
// as whole, passes on exactly the bytes that it was given where it numbers nothing, and where it does, makes a stream
// that it reads itself with one value more in each row. With a dictionary:
//   copy_fuzzer -dict=tests/fuzz/copy/copy.dict CORPUS
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "dataset/remote/numbering.hpp"

namespace {

using chandler::dataset::remote::BinaryNumbering;

struct Reading {
  bool accepted = false;
  std::string fault;
  std::string out;
  std::uint64_t rows = 0;
};

Reading read(std::string_view stream, std::size_t columns, bool numbered, std::size_t piece) {
  BinaryNumbering numbering(columns, numbered);
  Reading reading;
  while (!stream.empty()) {
    const std::string head(stream.substr(0, piece));
    if (auto fed = numbering.feed(head, reading.out); !fed) return {.fault = fed.error().what};
    stream.remove_prefix(head.size());
  }
  if (auto finished = numbering.finish(); !finished) return {.fault = finished.error().what};
  reading.accepted = true;
  reading.rows = numbering.rows();
  return reading;
}

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t piece = 1 + data[0] % 16;
  const std::size_t columns = data[1] % 8;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Reading whole = read(stream, columns, false, stream.size() + 1);
  const Reading pieces = read(stream, columns, false, piece);
  require(whole.accepted == pieces.accepted && whole.fault == pieces.fault && whole.rows == pieces.rows);
  if (whole.accepted) require(whole.out == stream && pieces.out == stream);
  const Reading numbered = read(stream, columns, true, piece);
  require(numbered.accepted == whole.accepted && numbered.fault == whole.fault && numbered.rows == whole.rows);
  if (!whole.accepted) return 0;
  require(numbered.out.size() == stream.size() + 12 * whole.rows);
  const Reading again = read(numbered.out, columns + 1, false, numbered.out.size() + 1);
  require(again.accepted && again.rows == whole.rows && again.out == numbered.out);
  return 0;
}
