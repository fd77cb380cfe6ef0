#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "dataset/remote/relation.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::remote {

// A connection to a database that is only read, for all relations of it. One thread.
class Database {
 public:
  // Errors: those of connect_when_ready, told as the source's.
  static core::Expected<std::shared_ptr<Database>> connect(const platform::postgres::ConnectionSettings& settings,
                                                           std::chrono::seconds wait, const std::stop_token& stop);

  // "postgres://db.example:5432/shop": neither user nor password.
  const std::string& shown() const { return shown_; }
  // The cluster and the database in it; empty where the server does not tell.
  const std::string& identity() const { return identity_; }
  const platform::postgres::ConnectionSettings& settings() const { return settings_; }
  platform::postgres::Session& session() { return session_; }

  // Fills in what is known only here: name, columns and the rest. Errors: source.refused, source.lost,
  // source.bad_query.
  core::Expected<void> describe(Relation& relation);

  // A new snapshot, which every relation is read from until end_snapshot. Within it a COPY that fails is undone up to
  // where it began. Errors: source.lost and the server's.
  core::Expected<void> begin_snapshot();
  void end_snapshot();

 private:
  Database(platform::postgres::Session session, platform::postgres::ConnectionSettings settings)
      : session_(std::move(session)), settings_(std::move(settings)) {}

  core::Expected<void> identify();
  core::Expected<void> begin(std::string_view transaction);

  platform::postgres::Session session_;
  platform::postgres::ConnectionSettings settings_;  // as they were given
  std::string shown_;
  std::string identity_;
};

// What tells a server's databases apart, and servers from each other: the same for a primary and its standbys. Empty
// where the server does not tell.
std::string identity_of(platform::postgres::Session& session);

}  // namespace chandler::dataset::remote
