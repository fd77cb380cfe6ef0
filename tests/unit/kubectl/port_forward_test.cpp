#include "cli/kubectl/port_forward.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::cli::kubectl {

TEST_CASE("kubectl says which port it forwards") {
  CHECK(read_forwarded_port("Forwarding from 127.0.0.1:40123 -> 8444\n") == 40123);
  CHECK(read_forwarded_port("warning\nForwarding from 127.0.0.1:8000 -> 8444") == 8000);
  CHECK(!read_forwarded_port("Forwarding from 127.0.0.1:401"));  // the rest comes
  CHECK(!read_forwarded_port("Forwarding from 127.0.0.1:99999 -> 1"));
  CHECK(!read_forwarded_port("error: unable to forward"));
}

}  // namespace chandler::cli::kubectl
