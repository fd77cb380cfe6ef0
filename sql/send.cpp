#include "sql/send.hpp"

#include <algorithm>
#include <cstddef>

namespace chandler::sql {
namespace {

using platform::postgres::Answer;
using platform::postgres::Session;
using Sent = std::function<void(std::string_view)>;

Answer<void> send_rows(Session& session, std::string_view rows, const Sent& sent) {
  constexpr std::size_t part = 1UZ << 20U;
  for (; !rows.empty(); rows.remove_prefix(std::min(part, rows.size()))) {
    if (auto written = session.copy_write(rows.substr(0, part)); !written) return written;
    if (sent) sent(rows.substr(0, part));
  }
  return session.copy_end().transform([](const auto&) {});
}

}  // namespace

Answer<void> send(Session& session, const Batch& batch, std::string_view text, const Sent& sent) {
  auto done = session.run(batch.text).transform([](const auto&) {});
  if (done && batch.copy_data) done = send_rows(session, batch.copy_data->of(text), sent);
  if (sent) sent(batch.whole.of(text));
  return done;
}

}  // namespace chandler::sql
