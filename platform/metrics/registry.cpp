#include "platform/metrics/registry.hpp"

#include <algorithm>
#include <cmath>
#include <format>
#include <iterator>

namespace chandler::platform::metrics {
namespace {

void write_escaped(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '"') {
      out += "\\\"";
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

// {a="x",b="y"}, or nothing without labels. `bound` adds le="…".
std::string labels_text(std::span<const std::string_view> names, std::span<const std::string> values,
                        std::string_view bound = {}) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    out.append(out.empty() ? "{" : ",").append(names[i]).append("=\"");
    write_escaped(out, values[i]);
    out += '"';
  }
  if (!bound.empty()) out.append(out.empty() ? "{" : ",").append("le=\"").append(bound).append("\"");
  if (!out.empty()) out += '}';
  return out;
}

std::string number(double value) {
  return std::isinf(value) ? "+Inf" : std::format("{}", value);
}

}  // namespace

Series::Series(const Declaration& declaration)
    : declaration_(declaration), buckets_(declaration.type == Type::histogram ? declaration.buckets.size() + 1 : 0) {}

void Series::add(double amount) {
  if (declaration_.type != Type::histogram) value_.fetch_add(amount, std::memory_order_relaxed);
}

void Series::set(double value) {
  if (declaration_.type != Type::histogram) value_.store(value, std::memory_order_relaxed);
}

void Series::observe(double value) {
  if (declaration_.type != Type::histogram) return;
  const auto bound = std::ranges::lower_bound(declaration_.buckets, value);
  const auto index = static_cast<std::size_t>(std::distance(declaration_.buckets.begin(), bound));
  buckets_[index].fetch_add(1, std::memory_order_relaxed);
  value_.fetch_add(value, std::memory_order_relaxed);
}

Series& Family::with(std::initializer_list<std::string_view> values) {
  std::vector<std::string> key(values.begin(), values.end());
  key.resize(declaration_.labels.size());
  const std::scoped_lock lock(mutex_);
  auto& series = series_[std::move(key)];
  if (!series) series = std::make_unique<Series>(declaration_);
  return *series;
}

void Family::assign(std::vector<Sample> samples) {
  decltype(series_) all;
  for (Sample& sample : samples) {
    sample.labels.resize(declaration_.labels.size());
    auto& series = all[std::move(sample.labels)];
    if (!series) series = std::make_unique<Series>(declaration_);
    series->set(sample.value);
  }
  const std::scoped_lock lock(mutex_);
  series_.swap(all);
}

void Family::write(std::string& out) const {
  const auto to = std::back_inserter(out);
  const auto& [type, name, help, names, bounds] = declaration_;
  std::format_to(to, "# HELP {} {}\n# TYPE {} {}\n", name, help, name, name_of(type));
  const std::scoped_lock lock(mutex_);
  for (const auto& [values, series] : series_) {
    const double value = series->value_.load(std::memory_order_relaxed);
    if (type != Type::histogram) {
      std::format_to(to, "{}{} {}\n", name, labels_text(names, values), number(value));
      continue;
    }
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < series->buckets_.size(); ++i) {
      count += series->buckets_[i].load(std::memory_order_relaxed);
      const std::string bound = i < bounds.size() ? number(bounds[i]) : "+Inf";
      std::format_to(to, "{}_bucket{} {}\n", name, labels_text(names, values, bound), count);
    }
    const std::string labels = labels_text(names, values);
    std::format_to(to, "{}_sum{} {}\n{}_count{} {}\n", name, labels, number(value), name, labels, count);
  }
}

Family& Registry::add(const Declaration& declaration) {
  return *families_.emplace_back(std::make_unique<Family>(declaration));
}

std::string Registry::text() const {
  std::string out;
  for (const auto& family : families_) family->write(out);
  return out;
}

}  // namespace chandler::platform::metrics
