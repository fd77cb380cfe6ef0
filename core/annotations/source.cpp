#include "core/annotations/source.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "core/text/list.hpp"
#include "core/text/names.hpp"
#include "core/text/nearest.hpp"
#include "core/text/postgres_source.hpp"
#include "core/text/url.hpp"

namespace chandler::core::annotations {
namespace {

using text::mismatch;
using text::Parsed;
using Kind = Source::Kind;

// No "..", so that a path stays inside its volume or image.
bool is_inside(std::string_view path) {
  return std::ranges::none_of(text::split(path, '/'), [](std::string_view part) { return part == ".."; });
}

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; });
}

// NAME or NAME/KEY of a ConfigMap or Secret.
Parsed<Source> parse_object(Kind kind, std::string_view rest) {
  const std::size_t slash = rest.find('/');
  auto name = text::parse_object_name(rest.substr(0, slash));
  if (!name) return mismatch(std::format("names \"{}\", which {}", rest.substr(0, slash), name.error().why));
  if (slash == std::string_view::npos) return Source{kind, std::move(*name), {}};
  auto key = text::parse_data_key(rest.substr(slash + 1));
  if (!key) return mismatch(std::format("names the key \"{}\", which {}", rest.substr(slash + 1), key.error().why));
  return Source{kind, std::move(*name), std::move(*key)};
}

Parsed<Source> parse_image_path(std::string_view rest) {
  if (!rest.starts_with('/') || rest.size() < 2) return mismatch("needs an absolute path, such as image:/migrations");
  if (!is_inside(rest) || !is_printable(rest)) return mismatch("has \"..\" or blanks in its path");
  return Source{Kind::image, {}, std::string(rest)};
}

Parsed<Source> parse_volume(std::string_view rest) {
  const std::size_t slash = rest.find('/');
  auto name = text::parse_label_name(rest.substr(0, slash));
  if (!name) return mismatch(std::format("names the volume \"{}\", which {}", rest.substr(0, slash), name.error().why));
  const std::string_view path = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  if (path.starts_with('/') || !is_inside(path) || !is_printable(path)) {
    return mismatch("needs a path inside the volume, such as volume:data/menu");
  }
  return Source{Kind::volume, std::move(*name), std::string(path)};
}

Parsed<Source> parse_oci(std::string_view rest) {
  const std::size_t slashes = rest.find("//");
  const std::string_view reference = rest.substr(0, slashes);
  const std::string_view path = slashes == std::string_view::npos ? "" : rest.substr(slashes + 2);
  if (reference.empty() || !is_printable(reference))
    return mismatch("needs an image reference, such as oci:registry.example/menu:1");
  if (path.starts_with('/') || !is_inside(path) || !is_printable(path))
    return mismatch("needs a path inside the image after //");
  return Source{Kind::oci, std::string(reference), std::string(path)};
}

Parsed<Source> parse_https(std::string_view whole) {
  static constexpr std::string_view digest = "sha256=";
  static constexpr std::size_t digest_digits = 64;
  const auto url = text::parse_url(whole);
  if (!url) return mismatch(url.error().why);
  if (!url->tls()) return mismatch("is not an address that begins with https://");
  if (!url->userinfo.empty()) return mismatch("holds a user's name; chandler.dev/source-secret names a Secret with it");
  const std::string_view fragment = url->fragment;
  const bool valid = whole.find('#') == std::string_view::npos ||
                     (fragment.starts_with(digest) && fragment.size() == digest.size() + digest_digits &&
                      fragment.find_first_not_of("0123456789abcdef", digest.size()) == std::string_view::npos);
  if (!valid) return mismatch("needs #sha256= and 64 hexadecimal digits in lower case, or nothing, at its end");
  return Source{Kind::https, {}, std::string(whole)};
}

Parsed<Source> parse_postgres(std::string_view whole) {
  auto source = text::parse_postgres_source(whole);
  if (!source) return std::unexpected(std::move(source.error()));
  auto name = text::parse_object_name(source->place);
  if (!name) return mismatch(std::format("names the Secret \"{}\", which {}", source->place, name.error().why));
  if (source->table.empty() && source->into.empty())
    return mismatch("has a query and does not say which table it fills: add &into=TABLE");
  if (!is_printable(source->parameters)) return mismatch("has blanks or the like in its query: write %20");
  return Source{Kind::postgres, std::move(*name), std::move(source->parameters)};
}

// What it brings: of a query, which may hold what not everybody is to see, the table that it fills.
std::string relation_of(const Source& source) {
  const auto parsed = text::parse_postgres_source(std::format("postgres:{}?{}", source.name, source.path));
  if (!parsed) return {};
  std::string out = parsed->table.empty() ? std::string(", a query") : ", table " + parsed->table;
  if (!parsed->into.empty()) out += " into " + parsed->into;
  return out;
}

constexpr std::array<std::string_view, 7> schemes{"configmap", "secret", "image", "volume", "oci", "https", "postgres"};

}  // namespace

Parsed<Source> parse_source(std::string_view whole) {
  const std::size_t colon = whole.find(':');
  const std::string_view scheme = whole.substr(0, colon);
  const auto known = std::ranges::find(schemes, scheme);
  if (colon == std::string_view::npos || known == schemes.end()) {
    const std::string_view near = text::nearest(scheme, schemes);
    return mismatch(
        "does not begin with configmap:, secret:, image:, volume:, oci:, https: or postgres:",
        near.empty() || colon == std::string_view::npos ? "" : std::format("{}{}", near, whole.substr(colon)));
  }
  const std::string_view rest = whole.substr(colon + 1);
  const auto kind = static_cast<Kind>(known - schemes.begin());
  switch (kind) {
    case Kind::config_map:
    case Kind::secret:
      return parse_object(kind, rest);
    case Kind::image:
      return parse_image_path(rest);
    case Kind::volume:
      return parse_volume(rest);
    case Kind::oci:
      return parse_oci(rest);
    case Kind::https:
      return parse_https(whole);
    case Kind::postgres:
      return parse_postgres(whole);
  }
  std::unreachable();
}

Parsed<Source> parse_migrations_source(std::string_view whole) {
  auto source = parse_source(whole);
  if (!source) return source;
  if (source->kind != Kind::https && source->kind != Kind::postgres) return source;
  return mismatch("brings only data; migrations come from configmap:, secret:, image:, volume: or oci:");
}

Parsed<std::vector<Source>> parse_sources(std::string_view whole) {
  return text::parse_list(whole, parse_source);
}

std::string describe(const Source& source) {
  switch (source.kind) {
    case Kind::config_map:
      return std::format("ConfigMap {}{}{}", source.name, source.path.empty() ? "" : ", key ", source.path);
    case Kind::secret:
      return std::format("Secret {}{}{}", source.name, source.path.empty() ? "" : ", key ", source.path);
    case Kind::image:
      return std::format("{} in the application's image", source.path);
    case Kind::volume:
      return std::format("volume {}{}{}", source.name, source.path.empty() ? "" : ", folder ", source.path);
    case Kind::oci:
      return std::format("image {}{}{}", source.name, source.path.empty() ? "" : ", folder ", source.path);
    case Kind::https:
      return text::parse_url(source.path).transform(&text::Url::shown).value_or("an address");
    case Kind::postgres:
      return std::format("the database of Secret {}{}", source.name, relation_of(source));
  }
  std::unreachable();
}

}  // namespace chandler::core::annotations
