#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/content_hash.hpp"
#include "dataset/source/source.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// What each file's content is known by. It is learned when the rows are read for another database, and for a large
// file whose table was never loaded, which is new whatever its hash. Errors: those of hash_of and the ledger's.
core::Expected<std::vector<ContentHash>> hash_all(platform::postgres::Session& session,
                                                  std::span<const SourceFile> files, const std::stop_token& stop);

}  // namespace chandler::dataset
