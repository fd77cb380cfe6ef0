#pragma once

#include <format>
#include <string>

#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {

// Loads by several connections into a table that holds a row, so that the file goes through a stage.
class JobsFixture : public Fixture {
 public:
  JobsFixture() {
    run("CREATE TABLE made(name text)");
    run("CREATE FUNCTION note_made() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.made SELECT "
        "object_identity FROM pg_event_trigger_ddl_commands() WHERE schema_name = 'chandler'; END $$");
    run("CREATE EVENT TRIGGER note_made ON ddl_command_end WHEN TAG IN ('CREATE TABLE AS') EXECUTE FUNCTION "
        "note_made()");
  }

  Options with_jobs(std::size_t jobs) const {
    Options out = options();
    out.jobs = jobs;
    return out;
  }

  // How many shared stages were ever made, and how many are there.
  std::string stages_made() { return value("SELECT count(*) FROM made"); }
  std::string stages_left() {
    return value(
        "SELECT count(*) FROM pg_class WHERE relname LIKE 'stage\\_%' AND relnamespace = "
        "to_regnamespace('chandler')");
  }
};

// A CSV file of several blocks: columns id and v, every tenth value with a line end and quotes in it.
inline std::string many_rows(int count, int first = 1) {
  std::string text = "id,v\n";
  for (int row = first; row < first + count; ++row) {
    const std::string padding(100, static_cast<char>('a' + row % 26));
    text += row % 10 == 0 ? std::format("{},\"{}\n\"\"{}\"\"\"\n", row, padding, row)
                          : std::format("{},{} {}\n", row, padding, row);
  }
  return text;
}

}  // namespace chandler::dataset
