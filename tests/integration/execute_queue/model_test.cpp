#include "tests/integration/execute_queue/model.hpp"

#include <random>

#include "tests/integration/execute_queue/fixture.hpp"

namespace chandler::execute {
namespace {

constexpr int max_lost = 3;

// Random calls on a real queue and on the model, which have to agree after each.
class Walk {
 public:
  explicit Walk(unsigned seed) : random_(seed) {
    for (auto& each : executors_) {
      each = identity();
      each.max_lost = max_lost;
    }
  }

  void step() {
    switch (pick(12)) {
      case 0:
      case 1:
      case 2:
        return enqueue();
      case 3:
      case 4:
        return claim();
      case 5:
      case 6:
        return complete();
      case 7:
        return give_back();
      case 8:
        return crash();
      case 9:
        return steer("retry_task");
      case 10:
        return steer("cancel_task");
      default:
        return pick(4) == 0 ? leave() : come_due();
    }
  }

  void compare() {
    const auto rows =
        database_.session().run("SELECT id, state, attempts, lost FROM chandler.task ORDER BY id").value();
    REQUIRE(static_cast<std::size_t>(rows.rows()) == model_.entries.size());
    for (int row = 0; row < rows.rows(); ++row) {
      const auto& entry = model_.entries.at(rows.integer(row, 0));
      INFO("task " << rows.integer(row, 0) << " after " << done_);
      REQUIRE(rows.text(row, 1) == entry.state);
      REQUIRE(rows.integer(row, 2) == entry.attempts);
      REQUIRE(rows.integer(row, 3) == entry.lost);
    }
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }
  std::int64_t any_task() {
    auto at = model_.entries.begin();
    std::advance(at, pick(model_.entries.size()));
    return at->first;
  }

  void enqueue() {
    Model::Entry entry{.max_attempts = static_cast<int>(1 + pick(4))};
    entry.if_head_fails = std::vector<std::string>{"block", "skip", "fail"}[pick(3)];
    if (pick(5) == 0) entry.unique_key = std::format("k{}", pick(3));
    for (std::size_t i = pick(3); i > 0 && !model_.entries.empty(); --i) entry.heads.insert(any_task());
    std::string heads;
    for (const auto each : entry.heads) heads += (heads.empty() ? "" : ",") + std::to_string(each);
    done_ = std::format("enqueue({}, {}, {})", heads, entry.if_head_fails, entry.unique_key);
    const auto holder = model_.holder_of(entry.unique_key);
    const auto id = database_.enqueue(
        "t", std::format(
                 ", max_attempts => {}, if_head_fails => '{}', depends_on => '{{{}}}', unique_key => nullif('{}', '')",
                 entry.max_attempts, entry.if_head_fails, heads, entry.unique_key));
    if (holder != 0) {
      REQUIRE(id == holder);
    } else {
      model_.enqueue(id, std::move(entry));
    }
  }

  void claim() {
    const Identity& who = executors_[pick(executors_.size())];
    done_ = "claim";
    for (const Task& task : database_.claim(who, 1 + pick(4))) {
      REQUIRE(model_.entries.at(task.claim.id).state == "ready");
      model_.claim(task.claim.id, who.executor, task.claim.token);
      claims_.push_back(task);
    }
  }

  // One of all the claims there ever were, stale ones too.
  const Task* any_claim() {
    return claims_.empty() ? nullptr : &claims_[claims_.size() - 1 - pick(std::min<std::size_t>(claims_.size(), 12))];
  }

  void complete() {
    const Task* task = any_claim();
    if (task == nullptr) return;
    done_ = std::format("complete({})", task->claim.id);
    const bool held = model_.holds(task->claim.id, task->claim.token);
    const auto& entry = model_.entries.at(task->claim.id);
    const bool again = entry.state == "completed" && entry.token == task->claim.token;
    REQUIRE(database_.complete(*task).refused.empty() == (held || again));
    if (held) model_.complete(task->claim.id);
  }

  void give_back() {
    const Task* task = any_claim();
    if (task == nullptr) return;
    const Verdict verdict = std::vector{Verdict::retry, Verdict::release, Verdict::failed}[pick(3)];
    const bool later = pick(2) == 0;
    done_ = std::format("give_back({})", task->claim.id);
    const bool held = model_.holds(task->claim.id, task->claim.token);
    REQUIRE(database_.give_back(*task, verdict, std::chrono::hours(later ? 1 : 0)).refused.empty() == held);
    if (!held) return;
    if (verdict == Verdict::failed) return model_.fail(task->claim.id);
    model_.give_back(task->claim.id, verdict == Verdict::retry, later);
  }

  void crash() {
    const Identity& who = executors_[pick(executors_.size())];
    done_ = "crash";
    database_.ask(std::format("UPDATE chandler.task_executor SET lease_until = now() - interval '1 s' WHERE id = '{}'",
                              who.executor));
    database_.ask(std::format("SELECT chandler.reclaim_tasks({})", max_lost));
    model_.reclaim(who.executor, max_lost);
  }

  void leave() {
    const Identity& who = executors_[pick(executors_.size())];
    done_ = "leave";
    REQUIRE(execute::leave(database_.session(), who).has_value());
    for (auto& [id, entry] : model_.entries) {
      if (entry.state == "running" && entry.executor == who.executor) model_.give_back(id, false, false);
    }
  }

  void steer(const std::string& function) {
    if (model_.entries.empty()) return;
    const auto id = any_task();
    const auto& entry = model_.entries.at(id);
    // Two unfinished tasks of one key: the database refuses.
    if (function == "retry_task" && entry.broken() && model_.holder_of(entry.unique_key) != 0) return;
    done_ = std::format("{}({})", function, id);
    const bool said = database_.ask(std::format("SELECT chandler.{}({})", function, id)) == "t";
    if (function == "retry_task") {
      REQUIRE(said == model_.retry(id));
    } else {
      REQUIRE(said == entry.unfinished());
      if (said) model_.fail(id, "cancelled");
    }
  }

  // What is scheduled comes due, which a claim that is content with little finds out.
  void come_due() {
    done_ = "come due";
    database_.ask("UPDATE chandler.task SET state = 'ready', run_at = now() WHERE state = 'scheduled'");
    for (auto& [id, entry] : model_.entries) {
      if (entry.state == "scheduled") entry.state = "ready";
    }
  }

  std::mt19937 random_;
  Database database_;
  Model model_;
  std::vector<Identity> executors_ = std::vector<Identity>(3);
  std::vector<Task> claims_;
  std::string done_;
};

}  // namespace

TEST_CASE("random calls leave the queue as the model has it") {
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
    INFO("seed " << seed);
    Walk walk(seed);
    for (int i = 0; i < 250; ++i) {
      walk.step();
      walk.compare();
    }
  }
}

}  // namespace chandler::execute
