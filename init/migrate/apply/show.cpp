#include "init/migrate/apply/show.hpp"

#include <format>
#include <string>

#include "init/migrate/apply/prepared_file.hpp"
#include "sql/split.hpp"

namespace chandler::migrate {
namespace {

// One statement a line, each ended by ';'.
std::string on_lines(std::string_view ours) {
  std::string out;
  const auto statements = sql::split(ours);
  if (!statements) return std::string(ours);
  for (const sql::Statement& statement : *statements) {
    out += statement.sql.of(ours);
    out += out.ends_with(';') ? "\n" : ";\n";
  }
  return out;
}

}  // namespace

core::Expected<void> show_sql(const Step& step, const Standing& standing, const Folder& folder,
                              const Options& options) {
  const auto file = prepare(step, standing, folder);
  if (!file) return std::unexpected(file.error());
  const sql::Script& script = (*file)->script;
  const std::string& schema = standing.settings().facts.schema;
  const sql::Wrapping wrapping =
      script.atomic() ? around(**file, standing, options)
                      : sql::Wrapping{.prefix = standing.layout().started(schema, step),
                                      .suffix = forget_settings(options) + standing.layout().finished(schema, step, 0)};
  options.show_sql(std::format("-- {}\n{}", step.file, on_lines(wrapping.prefix)));
  for (const sql::Piece& piece : script.pieces) {
    options.show_sql(piece.sql.of(script.text));
    options.show_sql("\n");
    if (piece.copy_data) {
      options.show_sql(piece.copy_data->of(script.text));
      options.show_sql("\\.\n");
    }
    folder.release(piece.whole.of(script.text));
  }
  options.show_sql(on_lines(wrapping.suffix) + "\n");
  return {};
}

}  // namespace chandler::migrate
