#include "cron/probe/compare/row_hash.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "platform/postgres/quote.hpp"

namespace chandler::probe::compare {
namespace {

// Their hashes are of the value and of nothing else: no oid, no collation, no setting. Equal for what SQL takes for
// equal. Not interval, of which a month equals 30 days.
constexpr std::array<std::string_view, 22> hashed_as_they_are{"boolean",
                                                              "smallint",
                                                              "integer",
                                                              "bigint",
                                                              "oid",
                                                              "\"char\"",
                                                              "numeric",
                                                              "real",
                                                              "double precision",
                                                              "date",
                                                              "time without time zone",
                                                              "timestamp without time zone",
                                                              "uuid",
                                                              "bytea",
                                                              "timestamp with time zone",
                                                              "jsonb",
                                                              "inet",
                                                              "cidr",
                                                              "macaddr",
                                                              "macaddr8",
                                                              "pg_lsn",
                                                              "xid8"};
constexpr std::array<std::string_view, 3> whole_numbers{"smallint", "integer", "bigint"};
constexpr std::array<std::string_view, 2> floats{"real", "double precision"};
constexpr std::array<std::string_view, 3> texts{"text", "character varying", "bpchar"};
constexpr std::array<std::string_view, 2> instants{"timestamp without time zone", "timestamp with time zone"};
constexpr std::array<std::string_view, 2> jsons{"json", "jsonb"};

template <std::size_t N>
bool both_in(const std::array<std::string_view, N>& types, const Column& a, const Column& b) {
  return std::ranges::contains(types, a.type) && std::ranges::contains(types, b.type);
}

bool is_numeric_and_whole(const Column& a, const Column& b) {
  const auto number = [](const Column& each) {
    return each.type == "numeric" || std::ranges::contains(whole_numbers, each.type);
  };
  return number(a) && number(b) && (a.type == "numeric" || b.type == "numeric");
}

// To what a column is cast so that it compares with one of another type; empty: to nothing.
std::string_view common_type(const Column& a, const Column& b) {
  if (a.type == b.type) return {};
  if (both_in(whole_numbers, a, b)) return "bigint";
  if (is_numeric_and_whole(a, b)) return "numeric";
  if (both_in(floats, a, b)) return "real";
  if (both_in(instants, a, b)) return "timestamp without time zone";
  if (both_in(jsons, a, b)) return "jsonb";
  return {};
}

std::string as_text(const std::string& value, const Spelling& spelling) {
  if (spelling.recode) return std::format("convert_to({}::text, 'UTF8')", value);
  return std::format("{}::text COLLATE \"C\"", value);
}

std::string_view element_of(std::string_view type) {
  return type.ends_with("[]") ? type.substr(0, type.size() - 2) : std::string_view();
}

// What the text of a row would tell apart and SQL does not.
std::string evened(const std::string& value, std::string_view type) {
  if (type == "numeric") return std::format("trim_scale({})", value);
  if (std::ranges::contains(floats, type)) return std::format("({} + 0)", value);
  return value;
}

}  // namespace

std::string sample(RowHash hash, int server_version) {
  if (hash == RowHash::record && server_version < 140000) return {};
  static constexpr std::string_view values =
      "true, 1::smallint, -2::integer, 3::bigint, 4::oid, 'c'::\"char\", 1.50::numeric, 0.1::real, "
      "'-0'::double precision, 'NaN'::double precision, date '2026-01-31', time '12:00', timestamp '2026-01-31 12:00', "
      "timestamptz '2026-01-31 12:00+00', '00000000-0000-0000-0000-00000000000a'::uuid, '\\x00ff'::bytea, "
      "'{\"a\": [1.0, null, \"b\"]}'::jsonb, inet '10.0.0.1/8', '08:00:2b:01:02:03'::macaddr, 'a row'::text COLLATE "
      "\"C\", NULL::integer, ARRAY[1, 2]";
  static constexpr std::string_view plain = "1, 'a row'::text, NULL::integer";
  return "SELECT " + hash_of(hash == RowHash::record ? values : plain, {.hash = hash});
}

std::string value_of(const Column& mine, const Column& other, const Spelling& spelling) {
  std::string value = "t." + platform::postgres::quote_identifier(mine.name);
  std::string_view type = mine.type;
  if (const std::string_view common = common_type(mine, other); !common.empty()) {
    value = std::format("{}::{}", value, common);
    type = common;
  } else if (mine.type != other.type) {
    return as_text(value, spelling);
  }
  const bool has_texts = type == "jsonb" || type == "\"char\"";
  if (std::ranges::contains(hashed_as_they_are, type) && !(has_texts && spelling.recode))
    return spelling.hash == RowHash::record ? value : evened(value, type);
  // Its hash does not count blanks at the end, and the cast that takes them away costs as much as all the rest.
  if (type == "bpchar" && spelling.hash == RowHash::record && !spelling.recode)
    return std::format("{} COLLATE \"C\"", value);
  const std::string_view element = element_of(type);
  if (spelling.recode || element.empty()) return as_text(value, spelling);
  // An array's hash is of its elements alone.
  const std::string dimensions = std::format("array_dims({}) COLLATE \"C\"", value);
  if (std::ranges::contains(hashed_as_they_are, element)) return std::format("{}, {}", value, dimensions);
  if (std::ranges::contains(texts, element)) return std::format("{}::text[] COLLATE \"C\", {}", value, dimensions);
  return as_text(value, spelling);
}

std::string hash_of(std::string_view values, const Spelling& spelling) {
  switch (spelling.hash) {
    case RowHash::record:
      // Hashed once more: a record's hash adds up those of its values, so that a sum over rows would not notice two
      // rows that swapped a value.
      return std::format("hashint8extended(hash_record_extended(ROW({}), 0), 0)", values);
    case RowHash::text:
      return std::format("hashtextextended(ROW({})::text COLLATE \"C\", 0)", values);
    case RowHash::digest:
      break;
  }
  // Bytes of the UTF-8, so that a client's encoding is of no matter.
  return std::format("('x' || left(md5(convert_to(ROW({})::text, 'UTF8')), 16))::bit(64)::bigint", values);
}

// Without row_security a table with policies fails, instead of showing some of its rows.
std::string_view fixed_settings() {
  return "SELECT set_config(s.name, v.value, true) FROM pg_settings s JOIN (VALUES "
         "('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'postgres'), ('TimeZone', 'UTC'), ('bytea_output', 'hex'), "
         "('extra_float_digits', '1'), ('xmlbinary', 'base64'), ('lc_monetary', 'C'), ('quote_all_identifiers', "
         "'off'), ('search_path', 'pg_catalog, pg_temp'), ('row_security', 'off'), "
         "('max_parallel_workers_per_gather', '0'), ('jit', 'off'), "
         "('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0')) AS v (name, value) USING (name)";
}

}  // namespace chandler::probe::compare
