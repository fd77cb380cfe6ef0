#include "platform/digest/digest.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::platform {
namespace {

// FIPS 180-4's examples.
TEST_CASE("a digest is that of the pieces together") {
  Sha256 shorter;
  shorter.update("a");
  shorter.update("");
  shorter.update("bc");
  CHECK(shorter.hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha384 longer;
  longer.update("abc");
  CHECK(longer.hex() ==
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
}

TEST_CASE("nothing has a digest, too") {
  CHECK(Sha256().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace chandler::platform
