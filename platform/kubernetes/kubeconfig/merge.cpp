#include "platform/kubernetes/kubeconfig/merge.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

void merge(Document& into, Document&& later) {
  if (into.current_context.empty()) into.current_context = std::move(later.current_context);
  into.clusters.merge(later.clusters);
  into.users.merge(later.users);
  into.contexts.merge(later.contexts);
}

}  // namespace chandler::platform::kubernetes::kubeconfig
