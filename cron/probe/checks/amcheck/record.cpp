#include "cron/probe/checks/amcheck/record.hpp"

#include <charconv>
#include <format>

namespace chandler::probe::amcheck {
namespace {

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && stopped == text.data() + text.size() && value > 0 ? value : 0;
}

std::int64_t number(const Memory& memory, const std::string& name) {
  const auto found = memory.find(name);
  return found == memory.end() ? 0 : number(found->second);
}

Seconds instant(std::int64_t since_epoch) {
  return Seconds(std::chrono::seconds(since_epoch));
}

}  // namespace

std::string to_text(const Record& record) {
  std::string out;
  const auto add = [&](std::string_view name, std::int64_t value) {
    if (value != 0) out += std::format("{}{}={}", out.empty() ? "" : " ", name, value);
  };
  add("at", record.at.time_since_epoch().count());
  add("block", record.block);
  add("took", record.took.count());
  add("work", record.work);
  add("late", record.late ? 1 : 0);
  return out;
}

Record parse_record(std::string_view text) {
  Record record;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = word.substr(0, equals);
    const std::int64_t value = number(word.substr(equals + 1));
    if (name == "at") record.at = instant(value);
    if (name == "block") record.block = value;
    if (name == "took") record.took = std::chrono::milliseconds(value);
    if (name == "work") record.work = value;
    if (name == "late") record.late = value != 0;
  }
  return record;
}

Kept read_kept(const Memory& memory) {
  Kept kept{.records = {},
            .last_run = instant(number(memory, "last_run")),
            .heap_pace = number(memory, "heap_pace"),
            .index_pace = number(memory, "index_pace")};
  for (const auto& [name, value] : memory) {
    if (const std::int64_t oid = number(name)) kept.records[static_cast<std::uint32_t>(oid)] = parse_record(value);
  }
  return kept;
}

Memory to_memory(const Kept& kept) {
  Memory memory{{"last_run", std::to_string(kept.last_run.time_since_epoch().count())},
                {"heap_pace", std::to_string(kept.heap_pace)},
                {"index_pace", std::to_string(kept.index_pace)}};
  for (const auto& [oid, record] : kept.records) {
    if (record != Record{}) memory[std::to_string(oid)] = to_text(record);
  }
  return memory;
}

}  // namespace chandler::probe::amcheck
