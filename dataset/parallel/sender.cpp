#include "dataset/parallel/sender.hpp"

#include <utility>

#include "dataset/stage/copy_error.hpp"
#include "dataset/stage/copy_file.hpp"
#include "dataset/stage/encoder.hpp"

namespace chandler::dataset::parallel {
namespace {

using platform::postgres::ServerError;
using platform::postgres::Session;

// A server that found a fault is heard at the end of its COPY: this is what is sent in vain at most.
constexpr std::size_t longest_copy = 32UZ * 1024 * 1024;

}  // namespace

Sender::Sender(std::size_t number, std::span<const DataSet> data_sets, BlockQueue& blocks, std::stop_source halt)
    : number_(number), data_sets_(data_sets), blocks_(blocks), halt_(std::move(halt)), rows_(data_sets.size()) {}

void Sender::run(Session session) {
  while (const auto block = blocks_.take(number_, halt_.get_token())) {
    if (!send(session, *block)) return;
  }
  if (copy_) end(session);
}

bool Sender::send(Session& session, const Block& block) {
  const bool another = copy_ && copy_->whole && (copy_->data_set != block.data_set || copy_->bytes >= longest_copy);
  if (another && !end(session)) return false;
  if (!copy_ && !begin(session, block)) return false;
  copy_->lines.add(block);
  copy_->bytes += block.bytes.size();
  copy_->whole = block.whole;
  const auto written = session.copy_write(block.bytes);
  return written || fail(written.error());
}

bool Sender::begin(Session& session, const Block& block) {
  const DataSet& data_set = data_sets_[block.data_set];
  const auto encoder = make_encoder(data_set, Into::stage);
  copy_.emplace(block.data_set, block.lines_before, LineMap(encoder->text().server_line));
  if (auto begun = session.copy_begin(copy_statement(data_set, Into::stage)); !begun) return fail(begun.error());
  const auto written = session.copy_write(encoder->preamble());
  return written || fail(written.error());
}

bool Sender::end(Session& session) {
  // In the middle of a record only when its end will never come.
  if (!copy_->whole) {
    const ServerError answer = session.copy_abort("the rest of a row is missing");
    return answer.is("57014") || fail(answer);
  }
  const auto copied = session.copy_end();
  if (!copied) return fail(copied.error());
  rows_[copy_->data_set] += *copied;
  copy_.reset();
  return true;
}

bool Sender::fail(const ServerError& error) {
  auto place = row_at_fault(error, data_sets_[copy_->data_set]);
  if (place) place->server_line = copy_->lines.in_file(place->server_line);
  failure_ = Failure{.data_set = copy_->data_set,
                     .line = place ? place->server_line : copy_->lines_before,
                     .place = place,
                     .error = error};
  if (error.stopped || outcome_of(error) != core::Outcome::problem) halt_.request_stop();
  blocks_.abandon();
  return false;
}

}  // namespace chandler::dataset::parallel
