#include "core/annotations/source.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace chandler::core::annotations;
using Kind = Source::Kind;

namespace {

struct Row {
  std::string text;
  Kind kind;
  std::string name;
  std::string path;
};

const std::string digest(64, 'a');

}  // namespace

TEST_CASE("each form of a source") {
  const auto row = GENERATE(
      Row{"configmap:menu", Kind::config_map, "menu", ""},
      Row{"configmap:menu/food.csv", Kind::config_map, "menu", "food.csv"},
      Row{"secret:menu.v2/V1__a.sql", Kind::secret, "menu.v2", "V1__a.sql"},
      Row{"image:/app/migrations", Kind::image, "", "/app/migrations"}, Row{"volume:data", Kind::volume, "data", ""},
      Row{"volume:data/db/sql", Kind::volume, "data", "db/sql"},
      Row{"oci:registry.example:5000/menu:1", Kind::oci, "registry.example:5000/menu:1", ""},
      Row{"oci:menu@sha256:0123//sql", Kind::oci, "menu@sha256:0123", "sql"},
      Row{"https://example.org/menu.csv", Kind::https, "", "https://example.org/menu.csv"},
      Row{"https://example.org/m.csv#sha256=" + digest, Kind::https, "", "https://example.org/m.csv#sha256=" + digest},
      Row{"postgres:warehouse?table=public.food", Kind::postgres, "warehouse", "table=public.food"},
      Row{"postgres:warehouse?into=food&query=TABLE%20x", Kind::postgres, "warehouse", "into=food&query=TABLE%20x"});
  INFO(row.text);
  const auto source = parse_source(row.text);
  REQUIRE(source);
  CHECK(source->kind == row.kind);
  CHECK(source->name == row.name);
  CHECK(source->path == row.path);
}

TEST_CASE("what is no source") {
  const auto* text =
      GENERATE("", "menu", "configmap:", "configmap:Menu", "configmap:menu/", "configmap:menu/a/b",
               "configmap:menu/..data", "image:app", "image:/", "image:/app/../etc", "image:/a b",
               "volume:", "volume:data/../x", "volume:data//x", "oci:", "oci:a b", "oci:a///x", "https:", "https://",
               "https:///x", "http://example.org", "https://e.org/x#sha256=12", "https://e.org/x#y",
               "https://u:p@e.org/x", "https://e.org:0/x", "https://e.org/x#", "postgres:", "postgres:w",
               "postgres:w?schema=x", "postgres:w?table=a;b", "postgres:W?table=a", "postgres:a/b?table=a",
               "postgres:w?query=TABLE%20x", "postgres:w?query=TABLE x&into=x", "postgres:w?table=a&query=TABLE%20x");
  INFO(text);
  CHECK_FALSE(parse_source(text));
}

TEST_CASE("the scheme that was probably meant is named with the rest") {
  CHECK(parse_source("confgmap:menu").error().nearest == "configmap:menu");
  CHECK(parse_source("img:/x").error().nearest == "image:/x");
  CHECK(parse_source("postgres:w?tabel=x").error().nearest == "table=");
  CHECK(parse_source("food_item.csv").error().nearest.empty());
}

TEST_CASE("migrations do not come from the network's data") {
  CHECK(parse_migrations_source("oci:menu"));
  CHECK_FALSE(parse_migrations_source("https://example.org/x"));
  CHECK_FALSE(parse_migrations_source("postgres:warehouse?table=x"));
}
