// Any text as a load.yaml: it is read, or refused with a place within it. What is read keeps its promises, and
// makes the same hash each time. With a seed corpus and dictionary:
//   description_fuzzer -dict=tests/fuzz/description/description.dict CORPUS
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "dataset/description/digest.hpp"
#include "dataset/description/parse.hpp"

namespace {

using namespace chandler::dataset::description;

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto description = parse(text);
  if (!description) {
    require(description.error().code == "load.bad_description" && !description.error().message.empty());
    require(description.error().where.starts_with("load.yaml:"));
    return 0;
  }
  require(description->version == 1);
  for (const Entry& entry : description->data_sets) {
    require(!entry.file.empty() && !entry.file.contains('/'));
    require(content_hash("x", &entry) == content_hash("x", &entry));
    for (const EntryColumn& column : entry.columns) require(column.skip || !column.from.empty() || !column.to.empty());
  }
  return 0;
}
