#include "dataset/bring/known_before.hpp"

#include <span>
#include <utility>

#include "dataset/bring/commit.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/description/digest.hpp"
#include "dataset/ledger/ledger.hpp"

namespace chandler::dataset {
namespace {

// What is to be downloaded, and where to.
struct Wanted {
  const TableName& table;
  const Address& address;
  const description::Entry* entry;  // null: there is none
  Need need;
};

// Before a download: whether the table holds the content that the address asks for by its digest, or else what it
// holds of that address, which the ledger has by the file's own hash only where no entry makes other rows of it. The
// connection is not kept, since a download may take longer than anybody keeps an idle one.
core::Expected<Known> known_of(const Wanted& wanted, const Options& options, const std::stop_token& stop) {
  const bool plain = wanted.entry == nullptr || description::row_shape(*wanted.entry).empty();
  if (wanted.address.sha256.empty() && !plain) return Known{};
  auto session = connect(options, stop);
  if (!session) return std::unexpected(session.error());
  Known known{.hash = wanted.address.sha256, .validators = {}};
  if (known.hash.empty()) {
    auto latest = latest_from(*session, wanted.table, wanted.address.url.shown());
    if (!latest) return std::unexpected(latest.error());
    if (!*latest) return Known{};
    known = {.hash = std::move((*latest)->hash),
             .validators = {.etag = std::move((*latest)->origin.etag),
                            .last_modified = std::move((*latest)->origin.last_modified)}};
  }
  const Question question{
      .table = wanted.table, .hash = description::content_hash(known.hash, wanted.entry), .need = wanted.need};
  const auto loaded = already_loaded(*session, std::span(&question, 1));
  if (!loaded) return std::unexpected(loaded.error());
  return loaded->front() ? known : Known{};
}

}  // namespace

AskKnown ask_ledger(const Options& options, const std::stop_token& stop) {
  return [&options, stop](const TableName& of_file, const Address& address) -> core::Expected<Known> {
    const auto table = options.table.empty() ? core::Expected<TableName>(of_file) : table_of_flag(options.table);
    if (!table) return std::unexpected(table.error());
    return known_of({.table = *table, .address = address, .entry = nullptr, .need = need_of(options.policy)}, options,
                    stop);
  };
}

AskKnownFile ask_ledger_of_file(const Options& options, const std::stop_token& stop) {
  return [&options, stop](const SourceFile& file) {
    return known_of({.table = file.table,
                     .address = *file.address,
                     .entry = file.entry.get(),
                     .need = need_of(policy_of(file, options.policy, options.purpose))},
                    options, stop);
  };
}

}  // namespace chandler::dataset
