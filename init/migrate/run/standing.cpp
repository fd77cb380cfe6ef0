#include "init/migrate/run/standing.hpp"

#include <format>
#include <utility>

#include "init/migrate/layout/choose.hpp"
#include "platform/log/log.hpp"

namespace chandler::migrate {

using platform::postgres::Session;

PlanSettings settings_of(const Options& options) {
  return {.facts = {},
          .target = options.target,
          .on_ahead = options.on_ahead,
          .out_of_order = options.out_of_order,
          .placeholders = options.placeholders,
          .environment = options.environment};
}

Standing::Standing(const Options& options, const Folder& folder, Detail detail)
    : options_(options), folder_(folder), detail_(detail), settings_(settings_of(options)) {}

core::Expected<void> Standing::look(Session& session) {
  auto around = look_around(session);
  if (!around) return std::unexpected(around.error());
  if (layout_ == nullptr) {
    const auto choice = choose_layout(options_.layout, folder_, around->tables);
    if (!choice) return std::unexpected(choice.error());
    layout_ = choice->layout;
    platform::log::debug("layout_chosen", std::format("layout {}: {}", layout_->name(), choice->reason));
  }
  settings_.facts = around->facts;
  read_only_ = around->read_only;
  has_history_ = around->tables.has(layout_->table());
  return read(session);
}

core::Expected<void> Standing::read(Session& session) {
  history_.clear();
  if (!has_history_) return {};
  auto history = read_history(session, *layout_, settings_.facts.schema, detail_);
  if (!history) return std::unexpected(history.error());
  history_ = *std::move(history);
  return {};
}

core::Expected<void> Standing::make_history(Session& session) {
  if (auto made = session.run(layout_->create_history(settings_.facts.schema)); !made) {
    return std::unexpected(database_error(made.error(), std::format("making {}", layout_->table())));
  }
  has_history_ = true;
  return {};
}

}  // namespace chandler::migrate
