#pragma once

#include <optional>

#include "cron/probe/check.hpp"

namespace chandler::probe::amcheck {

// Looks after a session while it runs one long statement: a check of an index holds a light lock on its table for as
// long as it runs, and where somebody wants a heavier one (ALTER TABLE), all who come later wait behind that one. Then
// the statement is cancelled, by a connection that is made when the first statement runs for longer than a look's
// pause. On the session's own thread.
class Watch {
 public:
  Watch(Context& context, platform::postgres::Session& session) : context_(context), session_(session) {}

  void begin();
  // True: the statement was cancelled, as somebody waited for it.
  bool end();

 private:
  void look();

  Context& context_;
  platform::postgres::Session& session_;
  std::optional<platform::postgres::Session> side_;
  bool gave_way_ = false;
};

}  // namespace chandler::probe::amcheck
