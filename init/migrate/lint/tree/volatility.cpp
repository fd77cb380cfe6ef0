#include "init/migrate/lint/tree/volatility.hpp"

#include <algorithm>
#include <array>

namespace chandler::migrate::lint {
namespace {

// pg_proc.provolatile is i or s: those that defaults are made of. CURRENT_TIMESTAMP, COALESCE, casts and
// ARRAY[…] are no function calls.
bool keeps_its_value(std::string_view function) {
  static constexpr auto known = std::to_array<std::string_view>({
      "abs",
      "age",
      "array_fill",
      "array_to_string",
      "box",
      "btrim",
      "ceil",
      "char_length",
      "chr",
      "circle",
      "concat",
      "concat_ws",
      "convert_from",
      "convert_to",
      "current_database",
      "current_query",
      "current_schema",
      "current_schemas",
      "current_setting",
      "date",
      "date_part",
      "date_trunc",
      "daterange",
      "decode",
      "encode",
      "extract",
      "float8",
      "floor",
      "format",
      "inet_client_addr",
      "initcap",
      "int4",
      "int4range",
      "int8",
      "int8range",
      "interval",
      "json_build_array",
      "json_build_object",
      "json_object",
      "jsonb_build_array",
      "jsonb_build_object",
      "jsonb_object",
      "left",
      "length",
      "lower",
      "lpad",
      "ltrim",
      "make_date",
      "make_interval",
      "make_time",
      "make_timestamp",
      "make_timestamptz",
      "md5",
      "mod",
      "now",
      "numeric",
      "numrange",
      "pg_backend_pid",
      "point",
      "power",
      "repeat",
      "replace",
      "reverse",
      "right",
      "round",
      "row_to_json",
      "rpad",
      "rtrim",
      "sha224",
      "sha256",
      "sha384",
      "sha512",
      "sign",
      "sqrt",
      "statement_timestamp",
      "string_to_array",
      "strpos",
      "substr",
      "substring",
      "text",
      "timestamp",
      "timestamptz",
      "timezone",
      "to_char",
      "to_date",
      "to_json",
      "to_jsonb",
      "to_number",
      "to_timestamp",
      "to_tsvector",
      "transaction_timestamp",
      "translate",
      "trunc",
      "tsrange",
      "tstzrange",
      "upper",
      "version",
  });
  static_assert(std::ranges::is_sorted(known));
  return std::ranges::binary_search(known, function);
}

}  // namespace

bool may_be_volatile(Node expression, const std::vector<Name>& steady) {
  bool found = false;
  expression.walk([&](std::string_view kind, Node body) {
    if (kind == "FuncCall") {
      const Name name = qualified_name(body.list("funcname"));
      const bool builtin = (name.schema.empty() || name.schema == "pg_catalog") && keeps_its_value(name.name);
      found |= !builtin && std::ranges::none_of(steady, [&](const Name& each) { return same_object(each, name); });
    }
    return !found;
  });
  return found;
}

Name steady_function(Node create_function) {
  const Node declared = option_of(create_function.list("options"), "volatility");
  const std::string_view word = declared.field("arg").as("String").text("sval");
  if (word != "stable" && word != "immutable") return {};
  return qualified_name(create_function.list("funcname"));
}

}  // namespace chandler::migrate::lint
