#include "dataset/remote/copy_relation.hpp"

#include <algorithm>
#include <format>
#include <string>
#include <utility>

#include "dataset/fault/failure.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/remote/database.hpp"
#include "dataset/remote/describe.hpp"
#include "dataset/remote/numbering.hpp"
#include "dataset/remote/wire.hpp"
#include "dataset/stage/copy_context.hpp"
#include "platform/digest/digest.hpp"

namespace chandler::dataset::remote {
namespace {

using platform::postgres::Answer;
using platform::postgres::ServerError;
using platform::postgres::Session;

// Rows are hashed and sent so many bytes at a time, since each call costs.
constexpr std::size_t batch_size = 64UZ * 1024;

core::Error changed(const Relation& relation) {
  return {.outcome = core::Outcome::could_not,
          .code = "load.changed",
          .message = "its columns changed meanwhile",
          .where = relation.name,
          .hint = std::format("{} Run it again", nothing_loaded)};
}

core::Error damaged(const Relation& relation, const StreamFault& fault) {
  return {.outcome = core::Outcome::could_not,
          .code = "source.damaged",
          .message = std::format("what the source sends is not what COPY sends: {}", fault.what),
          .where = relation.name,
          .hint = std::string(nothing_loaded)};
}

core::Error count_mismatch(const Relation& relation, std::int64_t copied, std::uint64_t rows) {
  return {.code = "load.miscounted",
          .message = std::format("the server read {} rows where the source sent {}", copied, rows),
          .where = relation.name,
          .hint = std::string(nothing_loaded)};
}

// The server's words about a row, as those about a row of a file. In binary format they hold no value.
core::Error refused_row(const DataSet& data_set, const ServerError& error, std::string_view table) {
  const auto& columns = data_set.sql.columns();
  const auto found = parse_copy_context(error.context, table, columns);
  if (outcome_of(error) != core::Outcome::problem || !found)
    return server_failure(discreet(data_set, error), data_set.file.name);
  const RowPlace place{.file = data_set.file.name, .row = found->server_line};
  if (!found->column) return row_error(error, place, {}, has_secrets(data_set));
  const Column& column = columns[*found->column];
  if (!found->value) return row_error(error, place, column.name, column.secret);
  return value_error(error, place, column, found->value);
}

// Those that are copied, in the order of the names.
std::vector<RemoteColumn> chosen(const Relation& relation, const std::vector<std::string>& names) {
  std::vector<RemoteColumn> out;
  for (const RemoteColumn& column : relation.columns) {
    if (std::ranges::contains(names, column.name)) out.push_back(column);
  }
  return out;
}

// What is appended is known again by its hash, which must not depend on how the target's columns are declared by then.
Wire wire_of(const DataSet& data_set) {
  if (data_set.policy.mode == Mode::append) return Wire::text;
  return wire_between(chosen(*data_set.file.remote, data_set.header.names), data_set.sql.columns());
}

// One relation on its way from one server to the other.
class Transfer {
 public:
  Transfer(Session& target, const DataSet& data_set, Into into)
      : target_(target),
        data_set_(data_set),
        relation_(*data_set.file.remote),
        source_(relation_.database->session()),
        into_(into),
        wire_(wire_of(data_set)),
        rows_(make_numbering(wire_, data_set.sql.columns().size(), into == Into::stage)) {}

  core::Expected<std::int64_t> run() {
    relation_.hash.clear();
    if (auto begun = begin(); !begun) return std::unexpected(begun.error());
    if (auto sent = send(); !sent) return std::unexpected(sent.error());
    if (auto kept = source_.run("RELEASE chandler_copy"); !kept)
      return std::unexpected(give_up(source_failure(relation_, kept.error())));
    const auto copied = target_.copy_end();
    if (!copied) return std::unexpected(refused_row(data_set_, copied.error(), table()));
    if (static_cast<std::uint64_t>(*copied) != rows_->rows())
      return std::unexpected(count_mismatch(relation_, *copied, rows_->rows()));
    relation_.hash = hash_.hex();
    return *copied;
  }

 private:
  // The source goes first: the target's table is not to be locked while the source makes one wait.
  core::Expected<void> begin() {
    if (auto marked = source_.run("SAVEPOINT chandler_copy"); !marked)
      return std::unexpected(source_failure(relation_, marked.error()));
    const auto columns = read_columns(source_, relation_);
    if (!columns) return std::unexpected(columns.error());
    if (*columns != relation_.columns) return std::unexpected(changed(relation_));
    if (auto begun = source_.copy_out_begin(copy_out(relation_, data_set_.header.names, wire_)); !begun)
      return std::unexpected(source_failure(relation_, begun.error()));
    if (auto begun = target_.copy_begin(copy_in()); !begun) {
      stop_source();
      return std::unexpected(server_failure(begun.error(), relation_.name));
    }
    if (data_set_.meter != nullptr) data_set_.meter->begin(relation_.name, 0);
    // The same bytes mean other rows in other columns.
    hash_.update(wire_ == Wire::binary ? "binary" : "text");
    for (const std::string& name : data_set_.header.names) hash_.update(std::format("\n{}:{}", name.size(), name));
    hash_.update("\n");
    return {};
  }

  core::Expected<void> send() {
    std::string batch;
    for (;;) {
      auto piece = source_.copy_read();
      if (!piece) return std::unexpected(give_up(source_failure(relation_, piece.error())));
      const bool ended = piece->empty();
      if (ended || batch.size() + piece->size() > batch_size) {
        if (auto passed = pass_on(batch); !passed) return passed;
        batch.clear();
      }
      if (ended) break;
      // A long row is not held once more.
      while (piece->size() > batch_size) {
        if (auto passed = pass_on(piece->substr(0, batch_size)); !passed) return passed;
        piece->remove_prefix(batch_size);
      }
      batch += *piece;
    }
    if (data_set_.meter != nullptr) data_set_.meter->end();
    if (auto finished = rows_->finish(); !finished)
      return std::unexpected(give_up(damaged(relation_, finished.error())));
    return {};
  }

  core::Expected<void> pass_on(std::string_view bytes) {
    hash_.update(bytes);
    text_.clear();
    if (auto fed = rows_->feed(bytes, text_); !fed) return std::unexpected(give_up(damaged(relation_, fed.error())));
    read_ += bytes.size();
    if (data_set_.meter != nullptr) data_set_.meter->advance(read_, rows_->rows());
    auto written = target_.copy_write(text_);
    if (written) return {};
    stop_source();
    return std::unexpected(server_failure(written.error(), relation_.name));
  }

  // Ends the COPY into the target. An error that it met before, in an earlier row, goes first.
  core::Error give_up(core::Error reason) {
    stop_source();
    const ServerError answer = target_.copy_abort(reason.code);
    if (answer.stopped || answer.connection_lost) return server_failure(answer, relation_.name);
    if (!answer.sqlstate.empty() && !answer.is("57014")) return refused_row(data_set_, answer, table());
    return reason;
  }

  // The snapshot stays, for another go.
  void stop_source() {
    source_.copy_cancel();
    static_cast<void>(source_.run("ROLLBACK TO chandler_copy"));
  }

  std::string copy_in() const {
    const std::string format = wire_ == Wire::binary ? "FORMAT binary" : "FORMAT text";
    if (into_ == Into::stage) return data_set_.sql.copy(format);
    return data_set_.sql.copy_target(into_ == Into::frozen ? format + ", FREEZE true" : format);
  }

  // By which COPY names the table it writes to.
  std::string table() const {
    if (into_ != Into::stage) return data_set_.table.name.table;
    return data_set_.sql.stage_name().substr(data_set_.sql.stage_name().find('.') + 1);
  }

  Session& target_;
  const DataSet& data_set_;
  Relation& relation_;
  Session& source_;
  Into into_;
  Wire wire_;
  std::unique_ptr<Numbering> rows_;
  platform::Sha256 hash_;
  std::string text_;        // what goes to the target next
  std::uint64_t read_ = 0;  // bytes
};

}  // namespace

core::Expected<std::int64_t> copy_relation(Session& session, const DataSet& data_set, Into into) {
  return Transfer(session, data_set, into).run();
}

}  // namespace chandler::dataset::remote
