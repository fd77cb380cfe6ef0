// Any bytes as a stream of manifests: read or refused; what is read comes back byte for byte when nobody
// changed it, and says the same when all of it is written anew.
//   manifest_fuzzer CORPUS
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <nlohmann/json.hpp>

#include "cli/manifest/stream.hpp"
#include "cli/manifest/writer.hpp"

using namespace chandler::cli::manifest;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto stream = read_stream(text);
  if (!stream) return 0;
  require(write_stream(*stream, stream->format) == text);
  for (const Document& document : stream->documents) {
    const auto again = read_yaml(to_yaml(document.root));
    require(again.has_value());
    require(to_ordered_json(*again).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) ==
            to_ordered_json(document.root).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  return 0;
}
