#include "dataset/content/content_reader.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <catch2/catch_test_macros.hpp>

#include "dataset/content/decoder.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::dataset {
namespace {

// Files, and what the real programs make of them.
class Folder : public tests::TemporaryFolder {
 public:
  std::string run(const std::string& command) const {
    INFO(command);
    REQUIRE(std::system(("cd '" + path().string() + "' && " + command + " > out").c_str()) == 0);
    return stored("out");
  }
  std::string stored(const std::string& name) const {
    std::ifstream in(path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // The whole content, as it is read.
  core::Expected<std::string> read(const std::string& name) const {
    auto reader = ContentReader::open(path() / name, name);
    if (!reader) return std::unexpected(reader.error());
    std::string content;
    for (;;) {
      const auto piece = reader->read();
      if (!piece) return std::unexpected(piece.error());
      content += *piece;
      if (!piece->empty()) continue;
      CHECK(reader->read()->empty());  // the end stays the end
      CHECK(reader->hash() == hash_of(path() / name, {}).value());
      return content;
    }
  }
  core::Error failure(const std::string& name) const {
    const auto content = read(name);
    REQUIRE_FALSE(content.has_value());
    CHECK(content.error().code == "load.bad_compression");
    CHECK(content.error().outcome == core::Outcome::problem);
    CHECK(content.error().where == name);
    CHECK(content.error().hint.starts_with("Nothing was loaded. "));
    return content.error();
  }
};

std::string many_rows() {
  std::string text = "id,name\n";
  for (int row = 0; row < 60'000; ++row) text += std::to_string(row) + ",\"name " + std::to_string(row * 7919) + "\"\n";
  return text;
}

struct Tool {
  Compression compression;
  std::string command;
  std::string ending;
};

const std::array<Tool, 2> tools{
    {{Compression::gzip, "gzip --stdout ", ".gz"}, {Compression::zstd, "zstd --quiet --stdout ", ".zst"}}};

std::unique_ptr<Decoder> decoder(Compression compression) {
  return compression == Compression::gzip ? gzip_decoder() : zstd_decoder();
}

// In pieces of `piece` bytes, into room for `room`. Nullopt: refused, or it may not end here.
std::optional<std::string> decode(Compression compression, std::string_view bytes, std::size_t piece,
                                  std::size_t room) {
  const auto decoding = decoder(compression);
  std::string content;
  std::string into(room, '\0');
  std::string_view input;
  for (;;) {
    const auto step = decoding->decode(input, into);
    if (!step) return std::nullopt;
    content.append(into, 0, step->made);
    input.remove_prefix(step->used);
    if (step->made > 0 || step->used > 0) continue;
    if (bytes.empty()) break;
    input = bytes.substr(0, piece);
    bytes.remove_prefix(input.size());
  }
  return decoding->complete() ? std::optional(content) : std::nullopt;
}

TEST_CASE("what gzip and zstd wrote is read as it was, and known by the hash of what is stored") {
  const Folder folder;
  const std::string rows = many_rows();
  folder.write("a.csv", rows);
  CHECK(folder.read("a.csv") == rows);
  for (const Tool& tool : tools) {
    INFO(tool.command);
    const std::string stored = folder.run(tool.command + "a.csv");
    folder.write("b.csv" + tool.ending, stored);
    CHECK(folder.read("b.csv" + tool.ending) == rows);
    folder.write("c.csv" + tool.ending, stored + stored + stored);
    CHECK(folder.read("c.csv" + tool.ending) == rows + rows + rows);
  }
}

TEST_CASE("an empty file stays one, compressed or not") {
  const Folder folder;
  folder.write("a.csv", "");
  CHECK(folder.read("a.csv") == "");
  for (const Tool& tool : tools) {
    folder.write("b.csv" + tool.ending, folder.run(tool.command + "a.csv"));
    CHECK(folder.read("b.csv" + tool.ending) == "");
    folder.write("c.csv" + tool.ending, "");
    CHECK(folder.failure("c.csv" + tool.ending).message.contains("and it is empty"));
  }
}

TEST_CASE("a name that says something else than the content is refused") {
  const Folder folder;
  folder.write("a.csv", "id\n1\n");
  const std::string gzip = folder.run("gzip --stdout a.csv");
  const std::string zstd = folder.run("zstd --quiet --stdout a.csv");
  folder.write("text.csv.gz", "id\n1\n");
  CHECK(folder.failure("text.csv.gz").message == "its name says gzip, and its content is not compressed");
  CHECK(folder.failure("text.csv.gz").hint.ends_with("Name it text.csv, or compress it"));
  folder.write("gzip.csv", gzip);
  CHECK(folder.failure("gzip.csv").message == "its content is gzip, and its name does not say so");
  CHECK(folder.failure("gzip.csv").hint.ends_with("Name it gzip.csv.gz"));
  folder.write("zstd.csv.gz", zstd);
  CHECK(folder.failure("zstd.csv.gz").message == "its name says gzip, and its content is zstd");
  folder.write("gzip.csv.zst", gzip);
  CHECK(folder.failure("gzip.csv.zst").message == "its name says zstd, and its content is gzip");
}

TEST_CASE("pieces of one byte read the same as the whole") {
  const Folder folder;
  const std::string text = "id,name\n1,a\n2,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n3,b\n";
  folder.write("a.csv", text);
  for (const Tool& tool : tools) {
    INFO(tool.command);
    const std::string once = folder.run(tool.command + "a.csv");
    for (const std::size_t piece : {1UZ, 2UZ, 7UZ, 4096UZ}) {
      for (const std::size_t room : {1UZ, 3UZ, 4096UZ}) {
        CHECK(decode(tool.compression, once, piece, room) == text);
        CHECK(decode(tool.compression, once + once, piece, room) == text + text);
      }
    }
  }
}

TEST_CASE("cut at any byte, it is no shorter file but an error") {
  const Folder folder;
  folder.write("a.csv", "id,name\n1,a\n2,bbbbbbbbbbbbbbbbbbbbbbbbbbb\n");
  for (const Tool& tool : tools) {
    const std::string whole = folder.run(tool.command + "a.csv");
    for (std::size_t size = 1; size < whole.size(); ++size) {
      INFO(tool.command << size << " of " << whole.size());
      CHECK_FALSE(decode(tool.compression, whole.substr(0, size), 4096, 4096));
      CHECK_FALSE(decode(tool.compression, whole + whole.substr(0, size), 5, 4096));
    }
    folder.write("cut.csv" + tool.ending, whole.substr(0, whole.size() - 1));
    CHECK(folder.failure("cut.csv" + tool.ending).message.starts_with("it ends in the middle of its "));
  }
}

TEST_CASE("damaged bytes and bytes behind the end are refused") {
  const Folder folder;
  const std::string rows = many_rows();
  folder.write("a.csv", rows);
  for (const Tool& tool : tools) {
    INFO(tool.command);
    std::string stored = folder.run(tool.command + "a.csv");
    folder.write("garbage.csv" + tool.ending, stored + "<html>");
    CHECK(folder.failure("garbage.csv" + tool.ending).message.starts_with("behind the end of its "));
    stored[stored.size() - 2] = static_cast<char>(stored[stored.size() - 2] ^ 1);
    folder.write("checksum.csv" + tool.ending, stored);
    CHECK(folder.failure("checksum.csv" + tool.ending).message.contains(" data is damaged: "));
    stored[stored.size() / 2] = static_cast<char>(stored[stored.size() / 2] ^ 1);
    folder.write("middle.csv" + tool.ending, stored);
    CHECK(folder.failure("middle.csv" + tool.ending).message.contains(" data is damaged: "));
  }
}

TEST_CASE("a zstd window beyond the bound is refused, the largest within it is read") {
  const Folder folder;
  std::string rows;
  while (rows.size() < 20UZ * 1024 * 1024) rows += many_rows();
  folder.write("a.csv", rows);
  folder.write("within.csv.zst", folder.run("zstd --quiet --stdout --zstd=wlog=23 -1 a.csv"));
  CHECK(folder.read("within.csv.zst") == rows);
  folder.write("beyond.csv.zst", folder.run("zstd --quiet --stdout --long=24 -1 a.csv"));
  const auto error = folder.failure("beyond.csv.zst");
  CHECK(error.message.contains("8 MiB window"));
  CHECK(error.hint.contains("--long"));
}

TEST_CASE("a content a thousand times as large as its file comes in pieces of bounded size") {
  const Folder folder;
  folder.run("head -c 200000000 /dev/zero | gzip");
  folder.write("a.csv.gz", folder.stored("out"));
  auto reader = ContentReader::open(folder.path() / "a.csv.gz", "a.csv.gz").value();
  std::size_t total = 0;
  std::size_t largest = 0;
  for (auto piece = reader.read().value(); !piece.empty(); piece = reader.read().value()) {
    total += piece.size();
    largest = std::max(largest, piece.size());
  }
  CHECK(total == 200'000'000);
  CHECK(largest <= 256UZ * 1024);
}

}  // namespace
}  // namespace chandler::dataset
