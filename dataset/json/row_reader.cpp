#include "dataset/json/row_reader.hpp"

#include <unordered_map>

#include "dataset/format/utf8.hpp"
#include "dataset/json/value.hpp"

namespace chandler::dataset::json {
namespace {

using simdjson::ondemand::document;
using simdjson::ondemand::json_type;
using simdjson::ondemand::object;
using simdjson::ondemand::parser;

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

std::unexpected<Defect> failed(simdjson::error_code error) {
  return std::unexpected(defect_of(error));
}

// Calls `take(key, value)` for each member of the object and sees that nothing follows it.
template <typename Take>
std::expected<void, Defect> each_member(parser& json, std::string& text, const Take& take) {
  if (text.capacity() < text.size() + simdjson::SIMDJSON_PADDING)
    text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  document root;
  object members;
  if (auto error = json.iterate(text).get(root); error != simdjson::SUCCESS) return failed(error);
  if (auto error = root.get_object().get(members); error != simdjson::SUCCESS) return failed(error);
  for (auto each : members) {
    simdjson::ondemand::field field;
    std::string_view key;
    if (auto error = std::move(each).get(field); error != simdjson::SUCCESS) return failed(error);
    if (auto error = field.unescaped_key().get(key); error != simdjson::SUCCESS) return failed(error);
    if (auto took = take(key, field.value()); !took) {
      if (took.error().key.empty()) took.error().key = key;
      return took;
    }
  }
  if (!root.at_end()) return std::unexpected(Defect{.fault = Fault::more_behind});
  return {};
}

Defect with_byte(Defect defect, std::string_view text) {
  if (defect.fault != Fault::not_utf8) return defect;
  if (const auto wrong = not_utf8(text)) defect.byte = wrong->byte;
  return defect;
}

}  // namespace

struct RowReader::State {
  parser json;
  std::vector<Target> targets;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> places;
  std::vector<std::optional<std::string_view>> row;
  std::vector<bool> seen;
  std::vector<std::string> written;  // what views of the row look into, where it is not the object itself
  std::size_t next = 0;              // where the next key is looked for first: objects mostly have one order

  std::expected<std::size_t, Defect> place_of(std::string_view key);
  std::expected<void, Defect> take(std::string_view key, value& from);
  std::expected<std::optional<std::string_view>, Defect> text_of(value& from, Shape shape, std::string& out);
};

std::expected<std::size_t, Defect> RowReader::State::place_of(std::string_view key) {
  if (next < targets.size() && targets[next].key == key) return next;
  const auto found = places.find(key);
  if (found == places.end()) return std::unexpected(Defect{.fault = Fault::unknown_key, .key = std::string(key)});
  return found->second;
}

std::expected<void, Defect> RowReader::State::take(std::string_view key, value& from) {
  const auto place = place_of(key);
  if (!place) return std::unexpected(place.error());
  if (seen[*place]) return std::unexpected(Defect{.fault = Fault::duplicate_key, .key = std::string(key)});
  seen[*place] = true;
  next = *place + 1;
  auto text = text_of(from, targets[*place].shape, written[*place]);
  if (!text) return std::unexpected(std::move(text).error());
  row[*place] = *text;
  return {};
}

std::expected<std::optional<std::string_view>, Defect> RowReader::State::text_of(value& from, Shape shape,
                                                                                 std::string& out) {
  json_type type{};
  if (auto error = from.type().get(type); error != simdjson::SUCCESS) return failed(error);
  if (type == json_type::number) {
    const auto text = number_text(from);
    if (!text) return std::unexpected(text.error());
    return *text;
  }
  if (type == json_type::string && shape != Shape::json) {
    std::string_view text;
    if (auto error = from.get_string().get(text); error != simdjson::SUCCESS) return failed(error);
    if (text.contains('\0')) return std::unexpected(Defect{.fault = Fault::nul});
    return text;
  }
  out.clear();
  const bool to_array = type == json_type::array && (shape == Shape::array || shape == Shape::json_array);
  auto done = to_array ? write_array(from, out, shape == Shape::json_array) : write_json(from, out);
  if (!done) return std::unexpected(std::move(done).error());
  if (type == json_type::null) return std::nullopt;
  return out;
}

RowReader::RowReader(std::vector<Target> targets) : state_(std::make_unique<State>()) {
  state_->targets = std::move(targets);
  for (std::size_t i = 0; i < state_->targets.size(); ++i) state_->places.emplace(state_->targets[i].key, i);
  state_->row.resize(state_->targets.size());
  state_->seen.resize(state_->targets.size());
  state_->written.resize(state_->targets.size());
}

RowReader::~RowReader() = default;

std::expected<RowReader::Row, Defect> RowReader::read(std::string& object) {
  State& state = *state_;
  state.row.assign(state.targets.size(), std::nullopt);
  state.seen.assign(state.targets.size(), false);
  state.next = 0;
  const auto done =
      each_member(state.json, object, [&](std::string_view key, value& from) { return state.take(key, from); });
  if (!done) return std::unexpected(with_byte(done.error(), object));
  return state.row;
}

std::expected<std::vector<std::string>, Defect> keys_of(std::string& object) {
  parser json;
  std::vector<std::string> keys;
  const auto done = each_member(json, object, [&](std::string_view key, value&) -> std::expected<void, Defect> {
    keys.emplace_back(key);
    return {};
  });
  if (!done) return std::unexpected(with_byte(done.error(), object));
  return keys;
}

}  // namespace chandler::dataset::json
