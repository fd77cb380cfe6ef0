#pragma once

#include <functional>
#include <string_view>

#include "platform/postgres/session.hpp"
#include "sql/batch.hpp"

namespace chandler::sql {

// Has the server carry a batch out, with the rows behind its last COPY. `text` is the script's. `sent` is told each
// part of it that is not looked at again, so that a mapped text can be released. The server's errors are located by
// failed_at.hpp.
platform::postgres::Answer<void> send(platform::postgres::Session& session, const Batch& batch, std::string_view text,
                                      const std::function<void(std::string_view)>& sent = {});

}  // namespace chandler::sql
