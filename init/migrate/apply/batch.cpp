#include "init/migrate/apply/batch.hpp"

namespace chandler::migrate {

std::vector<Batch> make_batches(const Script& script, std::size_t first, std::size_t end, const Wrapping& wrapping) {
  std::vector<Batch> out;
  Batch current{.text = wrapping.prefix,
                .prefix_bytes = wrapping.prefix.size(),
                .prefix_statements = wrapping.prefix_statements,
                .first = first};
  const auto close = [&](std::size_t next) {
    current.count = next - current.first;
    if (current.count > 0) {
      current.script = {script.statements[current.first].sql.begin, script.statements[next - 1].sql.end};
      current.text += current.script.of(script.text);
      // The last statement may lack its ';' or end in a comment.
      current.text += "\n;";
    }
    out.push_back(std::move(current));
    current = Batch{.first = next};
  };
  for (std::size_t i = first; i < end; ++i) {
    if (!script.statements[i].copy_data) continue;
    current.copy_data = script.statements[i].copy_data;
    close(i + 1);
  }
  if (current.first < end || !wrapping.suffix.empty() || out.empty()) close(end);
  out.back().text += wrapping.suffix;
  return out;
}

}  // namespace chandler::migrate
