#include "cron/probe/checks/amcheck/worker.hpp"

#include <algorithm>
#include <format>
#include <thread>
#include <utility>

namespace chandler::probe::amcheck {
namespace {

using platform::postgres::Parameter;
using platform::postgres::ServerError;

constexpr std::size_t most_corruptions = 50;  // in one piece

std::string array_of(const Agenda& agenda, const Piece& piece) {
  std::string out = "{";
  for (const std::size_t relation : piece.relations) {
    out += std::format("{}{}", out.size() == 1 ? "" : ",", agenda.relation(relation).oid);
  }
  return out + "}";
}

std::optional<std::int64_t> optional_integer(const platform::postgres::Result& rows, int row, int column) {
  if (rows.is_null(row, column)) return std::nullopt;
  return rows.integer(row, column);
}

}  // namespace

void Found::add(Finding finding) {
  const std::scoped_lock lock(mutex_);
  findings_.push_back(std::move(finding));
}

void Found::server_failed(const ServerError& error) {
  const std::scoped_lock lock(mutex_);
  if (!error_) error_ = error;
}

Findings Found::take() {
  const std::scoped_lock lock(mutex_);
  return std::move(findings_);
}

std::optional<ServerError> Found::error() {
  const std::scoped_lock lock(mutex_);
  return error_;
}

void Worker::run() {
  while (true) {
    if (!context_.go_on_with(session_)) {
      found_.busy = found_.busy || Clock::now() < context_.deadline;
      agenda_.stop();
      return;
    }
    const auto piece = agenda_.next(context_.options.jobs);
    if (!piece) return;
    corruptions_ = 0;
    const auto began = Clock::now();
    watch_.begin();
    const Answer checked = check(*piece);
    gave_way_ = watch_.end();
    const auto took = std::chrono::ceil<std::chrono::milliseconds>(Clock::now() - began);
    if (checked) {
      agenda_.done(*piece, took, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    } else if (!failed(*piece, checked.error(), took)) {
      agenda_.stop();
      return;
    }
    if (between_) between_();
  }
}

Worker::Answer Worker::check(const Piece& piece) {
  if (piece.step == Step::lead) return lead(piece);
  if (piece.step == Step::compare) return read_range(piece);
  const Method method = agenda_.relation(piece.relations.front()).method;
  if (method != Method::heap) return check_indexes(piece);
  if (piece.relations.size() > 1) return check_heaps(piece);
  return check_blocks(piece.relations.front(), piece.from, piece.to);
}

Worker::Answer Worker::check_indexes(const Piece& piece) {
  const Method method = agenda_.relation(piece.relations.front()).method;
  const std::string& function = method == Method::gin                    ? functions_.gin_check
                                : !functions_.index_parent_check.empty() ? functions_.index_parent_check
                                                                         : functions_.index_check;
  const auto checked =
      session_.query(std::format("SELECT {}(index => i{}) FROM unnest($1::oid[]::regclass[]) i", function,
                                 method == Method::gin           ? ""
                                 : piece.step == Step::structure ? ", heapallindexed => false"
                                                                 : ", heapallindexed => true"),
                     {array_of(agenda_, piece)});
  if (checked) return {};
  if (piece.relations.size() > 1 || classify(checked.error()) != Failure::corrupt || gone(piece.relations.front())) {
    return std::unexpected(checked.error());
  }
  found_.add(of_index(agenda_.relation(piece.relations.front()), checked.error()));
  ++corruptions_;
  return {};
}

// Several small ones: whatever is not right in any of them is looked for one by one.
Worker::Answer Worker::check_heaps(const Piece& piece) {
  const auto rows = session_.query(
      std::format("SELECT v.msg FROM unnest($1::oid[]) r, LATERAL {}(relation => r::regclass, on_error_stop => true, "
                  "check_toast => true, skip => 'none', startblock => NULL, endblock => NULL) v LIMIT 1",
                  functions_.verify_heap),
      {array_of(agenda_, piece)});
  if (!rows) return std::unexpected(rows.error());
  if (rows->rows() > 0) return std::unexpected(ServerError{.sqlstate = "XX001"});
  return {};
}

Worker::Answer Worker::check_blocks(std::size_t relation, std::int64_t from, std::int64_t to) {
  const Relation& table = agenda_.relation(relation);
  const Parameter last = to < 0 ? Parameter() : Parameter(std::to_string(to - 1));
  const auto rows = session_.query(
      std::format("SELECT v.blkno, v.offnum, v.attnum, v.msg, a.attname FROM {}(relation => $1::oid::regclass, "
                  "on_error_stop => false, check_toast => true, skip => 'none', startblock => $2, endblock => $3) v "
                  "LEFT JOIN pg_attribute a ON a.attrelid = $1::oid AND a.attnum = v.attnum + 1 LIMIT {}",
                  functions_.verify_heap, most_corruptions + 1),
      {std::to_string(table.oid), from == 0 ? Parameter() : Parameter(std::to_string(from)), last});
  if (!rows) return check_around(relation, from, to, rows.error());
  for (int row = 0; row < rows->rows(); ++row) {
    if (++corruptions_ > most_corruptions) {
      found_.add(of_more(table, most_corruptions));
      break;
    }
    found_.add(of_heap(table, {.block = rows->integer(row, 0),
                               .offset = optional_integer(*rows, row, 1),
                               .attribute = optional_integer(*rows, row, 2),
                               .column = std::string(rows->text(row, 4)),
                               .message = std::string(rows->text(row, 3))}));
  }
  return {};
}

// A range in which a block cannot be read at all fails as a whole: it is divided about that block, or in halves.
Worker::Answer Worker::check_around(std::size_t relation, std::int64_t from, std::int64_t to,
                                    const ServerError& error) {
  // Blocks that were cut off at the end meanwhile.
  if (error.is("22023")) return {};
  if (classify(error) != Failure::corrupt || gone(relation)) return std::unexpected(error);
  const std::int64_t end = to < 0 ? std::max(from + 1, agenda_.blocks(relation)) : to;
  const auto named = block_in(error);
  const bool inside = named && *named >= from && *named < end;
  if (end - from > 1 && !inside) {
    const std::int64_t middle = from + ((end - from) / 2);
    if (Answer first = check_blocks(relation, from, middle); !first) return first;
    return corruptions_ > most_corruptions ? Answer() : check_blocks(relation, middle, to);
  }
  const Relation& table = agenda_.relation(relation);
  const std::int64_t block = inside ? *named : from;
  found_.add(of_unreadable(table, block, block, error));
  if (++corruptions_ > most_corruptions) {
    found_.add(of_more(table, most_corruptions));
    return {};
  }
  if (block > from) {
    if (Answer before = check_blocks(relation, from, block); !before) return before;
  }
  if (corruptions_ > most_corruptions || block + 1 >= end) return {};
  return check_blocks(relation, block + 1, to);
}

// False: nothing more can be done on this connection.
bool Worker::failed(const Piece& piece, const ServerError& error, std::chrono::milliseconds ran) {
  if (piece.step == Step::compare) return !error.stopped && reconnect();  // its leader says what is to be said
  const Failure failure = classify(error);
  if (error.stopped) return false;
  if (failure == Failure::lost && !reconnect()) {
    found_.server_failed(error);
    return false;
  }
  if (piece.relations.size() > 1) {
    agenda_.divide(piece);
    return true;
  }
  const std::size_t relation = piece.relations.front();
  if (gone(relation)) {
    agenda_.give_up(relation, false);
    return true;
  }
  if (failure == Failure::time && gave_way_) {
    agenda_.give_up(relation, true);
    found_.add(gave_way(agenda_.relation(relation)));
    return true;
  }
  if (failure == Failure::time) {
    agenda_.give_up(relation, true,
                    agenda_.relation(relation).method == Method::heap ? std::chrono::milliseconds(0) : ran);
    return true;
  }
  agenda_.give_up(relation, failure == Failure::locked);
  found_.add(not_checked(agenda_.relation(relation), failure, error));
  return true;
}

// Dropped, or rebuilt beside and no longer valid, since the list was read: what went wrong tells of nothing then.
bool Worker::gone(std::size_t relation) {
  if (!session_.alive()) return false;
  const auto there = session_.query(
      "SELECT EXISTS (SELECT FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid "
      "WHERE c.oid = $1 AND coalesce(i.indisvalid, true))",
      {std::to_string(agenda_.relation(relation).oid)});
  return there && !there->boolean(0, 0);
}

// A server that was killed comes back within seconds.
bool Worker::reconnect() {
  static constexpr int most = 3;
  static constexpr std::chrono::seconds patience{30};
  static constexpr std::chrono::milliseconds pause{200};
  if (session_.alive()) return true;
  if (++lost_ > most) return false;
  const auto end = std::min(context_.deadline, Clock::now() + patience);
  while (true) {
    auto session = context_.connect();
    if (session) {
      session_ = *std::move(session);
      return true;
    }
    if (session.error().outcome != core::Outcome::could_not || session.error().code == "stopped") return false;
    if (Clock::now() + pause >= end) return false;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace chandler::probe::amcheck
