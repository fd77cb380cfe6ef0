#pragma once

namespace chandler::tests {

// A port of 127.0.0.1 that nothing used a moment ago.
int free_port();

}  // namespace chandler::tests
