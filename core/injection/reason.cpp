#include "core/injection/reason.hpp"

#include <array>
#include <utility>

namespace chandler::core::injection {

std::string_view id_of(Reason reason) {
  switch (reason) {
    case Reason::injected:
      return "injected";
    case Reason::already_injected:
      return "already_injected";
    case Reason::copied:
      return "copied";
    case Reason::template_current:
      return "template_current";
    case Reason::not_labelled:
      return "not_labelled";
    case Reason::opted_out:
      return "opted_out";
    case Reason::no_directive:
      return "no_directive";
    case Reason::nothing_to_inject:
      return "nothing_to_inject";
    case Reason::mirror_pod:
      return "mirror_pod";
    case Reason::excluded_namespace:
      return "excluded_namespace";
    case Reason::pod_exists:
      return "pod_exists";
    case Reason::being_deleted:
      return "being_deleted";
    case Reason::started_job:
      return "started_job";
    case Reason::unknown_kind:
      return "unknown_kind";
    case Reason::malformed:
      return "malformed";
    case Reason::refused:
      return "refused";
  }
  std::unreachable();
}

std::span<const Reason> all_reasons() {
  static constexpr std::array reasons{
      Reason::injected,     Reason::already_injected,   Reason::copied,       Reason::template_current,
      Reason::not_labelled, Reason::opted_out,          Reason::no_directive, Reason::nothing_to_inject,
      Reason::mirror_pod,   Reason::excluded_namespace, Reason::pod_exists,   Reason::being_deleted,
      Reason::started_job,  Reason::unknown_kind,       Reason::malformed,    Reason::refused};
  return reasons;
}

}  // namespace chandler::core::injection
