#include "cron/probe/checks/amcheck/agenda.hpp"

#include <algorithm>

namespace chandler::probe::amcheck {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t megabyte = 1 << 20;
constexpr std::int64_t small_work = megabyte;
constexpr std::int64_t together_work = 8 * megabyte;
constexpr std::size_t together_most = 64;

}  // namespace

Agenda::Agenda(Relations relations, std::vector<Task> tasks, Kept kept, Clock::time_point deadline)
    : relations_(std::move(relations)),
      tasks_(tasks.begin(), tasks.end()),
      states_(relations_.checkable.size()),
      kept_(std::move(kept)),
      heap_pace_(kept_.heap_pace),
      index_pace_(kept_.index_pace),
      deadline_(deadline),
      budget_(left()) {}

milliseconds Agenda::left() const {
  return std::chrono::duration_cast<milliseconds>(deadline_ - Clock::now());
}

std::int64_t Agenda::blocks(std::size_t relation) const {
  return (relations_.checkable[relation].bytes + relations_.block_bytes - 1) / relations_.block_bytes;
}

std::int64_t Agenda::end_of(const Task& task) const {
  return task.to < 0 ? blocks(task.relation) : task.to;
}

bool Agenda::small(std::size_t relation) const {
  return relations_.checkable[relation].work <= small_work;
}

milliseconds Agenda::estimate(std::size_t relation) const {
  const Relation& one = relations_.checkable[relation];
  const auto known = kept_.records.find(one.oid);
  if (known != kept_.records.end() && known->second.took.count() > 0 && known->second.work > 0) {
    return milliseconds(
        static_cast<std::int64_t>(static_cast<double>(known->second.took.count()) * static_cast<double>(one.work) /
                                  static_cast<double>(known->second.work)));
  }
  const std::int64_t pace = index_pace_.bytes_a_second();
  return milliseconds(pace == 0 ? 0 : one.work * 1000 / pace);
}

void Agenda::put_off(std::size_t relation) {
  Record& kept = record(relation);
  const milliseconds takes = estimate(relation);
  if (takes + takes / 5 > budget_) too_long_.push_back(relation);
  kept.late = true;
  states_[relation].ended = true;
}

std::optional<Piece> Agenda::next(int workers) {
  const std::scoped_lock lock(mutex_);
  if (stopped_ || left() <= milliseconds(0)) return std::nullopt;
  if (!alone_.empty()) {
    const std::size_t relation = alone_.front();
    alone_.pop_front();
    return Piece{.relations = {relation}};
  }
  while (true) {
    if (auto piece = of_comparison()) return piece;
    if (auto piece = range(workers)) return piece;
    if (tasks_.empty()) return std::nullopt;
    Task task = tasks_.front();
    tasks_.pop_front();
    if (small(task.relation)) return together(task);
    if (relations_.checkable[task.relation].method == Method::heap) {
      // A table that was cut short since is looked at anew.
      if (task.to < 0 && task.from >= blocks(task.relation)) task.from = 0;
      const bool resumed = task.from > 0 && record(task.relation).block == task.from;
      open_.insert_or_assign(task.relation, Open{.task = task, .next = task.from, .resumed = resumed, .under_way = {}});
      continue;
    }
    // An index cannot be divided: it is begun where the pace says that it will be done in time, with a fifth to spare,
    // or where there is no pace yet.
    const milliseconds takes = estimate(task.relation);
    if (takes + takes / 5 <= left()) {
      if (!divides(task.relation, workers)) return Piece{.relations = {task.relation}};
      const Relation& one = relations_.checkable[task.relation];
      comparison_ = std::make_shared<Comparison>((one.work - one.bytes) / relations_.block_bytes);
      compared_ = task.relation;
      structure_wanted_ = true;
      parts_left_[task.relation] = 2;
      return Piece{.relations = {task.relation}, .step = Step::lead, .comparison = comparison_};
    }
    put_off(task.relation);
  }
}

// One comparison at a time: it has work for all.
bool Agenda::divides(std::size_t relation, int workers) const {
  static constexpr std::int64_t large = 64 * megabyte;
  const Relation& one = relations_.checkable[relation];
  return workers > 1 && !comparison_ && !one.keys.empty() && one.work >= large;
}

std::optional<Piece> Agenda::of_comparison() {
  if (!comparison_) return std::nullopt;
  if (structure_wanted_) {
    structure_wanted_ = false;
    return Piece{.relations = {compared_}, .step = Step::structure};
  }
  if (auto range = comparison_->next()) {
    return Piece{
        .relations = {compared_}, .step = Step::compare, .comparison = comparison_, .range = *std::move(range)};
  }
  return std::nullopt;
}

// About a second of work; towards a heap's end less, so that the workers end together.
std::optional<Piece> Agenda::range(int workers) {
  static constexpr std::int64_t first_blocks = 4096;
  static constexpr std::int64_t least_blocks = 256;
  for (auto& [relation, open] : open_) {
    const std::int64_t end = end_of(open.task);
    if (open.next > end || (open.next == end && end != open.task.from)) continue;
    const std::int64_t pace = heap_pace_.bytes_a_second();
    std::int64_t blocks = pace == 0 ? first_blocks : pace / relations_.block_bytes;
    if (workers > 1) blocks = std::min(blocks, (end - open.next) / workers / 2);
    blocks = std::max(blocks, least_blocks);
    Piece piece{.relations = {relation}, .from = open.next, .to = open.next + blocks};
    // The last one goes to the end that the table has by then.
    if (piece.to >= end) piece.to = open.task.to < 0 ? -1 : end;
    open.under_way.insert(piece.from);
    open.next = piece.to < 0 ? end + 1 : piece.to;
    return piece;
  }
  return std::nullopt;
}

// A statement for each of thousands of small relations costs more than the checks.
Piece Agenda::together(const Task& first) {
  static constexpr std::size_t look_ahead = 256;
  Piece piece{.relations = {first.relation}};
  const Method method = relations_.checkable[first.relation].method;
  std::int64_t work = relations_.checkable[first.relation].work;
  for (std::size_t at = 0; at < std::min(look_ahead, tasks_.size()) && piece.relations.size() < together_most;) {
    const Relation& other = relations_.checkable[tasks_[at].relation];
    if (other.method != method || !small(tasks_[at].relation) || work + other.work > together_work) {
      ++at;
      continue;
    }
    work += other.work;
    piece.relations.push_back(tasks_[at].relation);
    tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return piece;
}

void Agenda::done(const Piece& piece, milliseconds took, Seconds now) {
  const std::scoped_lock lock(mutex_);
  if (piece.step == Step::compare) return;
  if (piece.step != Step::check) {
    // The index is done when both parts are; what is kept as its time is the leader's.
    const std::size_t relation = piece.relations.front();
    const Relation& index = relations_.checkable[relation];
    if (piece.step == Step::lead) {
      record(relation).took = took;
      record(relation).work = index.work;
      comparison_.reset();
    }
    if (--parts_left_[relation] > 0 || states_[relation].ended) return;
    record(relation).at = now;
    record(relation).late = false;
    states_[relation] = {.checked = index.bytes, .whole = true, .ended = true};
    return;
  }
  const Relation& first = relations_.checkable[piece.relations.front()];
  if (first.method == Method::heap && open_.contains(piece.relations.front())) {
    const std::int64_t end = piece.to < 0 ? std::max(piece.from, blocks(piece.relations.front())) : piece.to;
    heap_pace_.add((end - piece.from) * relations_.block_bytes, took);
    kept_.heap_pace = heap_pace_.bytes_a_second();
    done_range(piece, now);
    return;
  }
  for (const std::size_t relation : piece.relations) {
    const Relation& one = relations_.checkable[relation];
    const bool timed = one.method != Method::heap && piece.relations.size() == 1;
    if (timed && !small(relation)) {
      index_pace_.add(one.work, took);
      kept_.index_pace = index_pace_.bytes_a_second();
    }
    record(relation) = {.at = now, .took = timed ? took : milliseconds(0), .work = timed ? one.work : 0};
    states_[relation] = {.checked = one.bytes, .whole = true, .ended = true};
  }
}

void Agenda::done_range(const Piece& piece, Seconds now) {
  const std::size_t relation = piece.relations.front();
  Open& open = open_.at(relation);
  const std::int64_t end = end_of(open.task);
  open.under_way.erase(open.under_way.find(piece.from));
  State& state = states_[relation];
  const std::int64_t done_to = piece.to < 0 ? end : piece.to;
  state.checked = std::min(relations_.checkable[relation].bytes,
                           state.checked + std::max<std::int64_t>(0, done_to - piece.from) * relations_.block_bytes);
  Record& kept = record(relation);
  if (state.ended) return;
  if (open.under_way.empty() && open.next >= end && (open.next > end || open.task.to >= 0)) {
    const bool whole =
        open.task.from == 0 ? open.task.to < 0 || state.checked == relations_.checkable[relation].bytes : open.resumed;
    open_.erase(relation);
    if (!whole) return;
    kept = {.at = now};
    state.whole = true;
    state.ended = true;
    return;
  }
  // What lies before all that is under way is done.
  kept.block = open.under_way.empty() ? open.next : std::min(open.next, *open.under_way.begin());
}

void Agenda::divide(const Piece& piece) {
  const std::scoped_lock lock(mutex_);
  alone_.insert(alone_.end(), piece.relations.begin(), piece.relations.end());
}

void Agenda::give_up(std::size_t relation, bool again, milliseconds ran) {
  const std::scoped_lock lock(mutex_);
  states_[relation].ended = true;
  if (comparison_ && compared_ == relation) comparison_.reset();
  if (const auto open = open_.find(relation); open != open_.end()) open->second.next = end_of(open->second.task) + 1;
  Record& kept = record(relation);
  kept.late = again;
  if (ran.count() == 0) return;
  // It takes longer than that; how much is not known. The next run gives it half as much again.
  kept.took = std::max(kept.took, ran * 3 / 2);
  kept.work = relations_.checkable[relation].work;
}

void Agenda::stop() {
  const std::scoped_lock lock(mutex_);
  stopped_ = true;
}

Kept Agenda::kept() const {
  const std::scoped_lock lock(mutex_);
  return kept_;
}

}  // namespace chandler::probe::amcheck
