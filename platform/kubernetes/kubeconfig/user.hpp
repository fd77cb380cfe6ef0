#pragma once

#include "core/error.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/kubeconfig/document.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

// How `user` proves who it is, put into `cluster`. `at` is what a plug-in may ask to be told of.
core::Expected<void> set_user(Cluster& cluster, const UserEntry& user, const ClusterEntry& at);

}  // namespace chandler::platform::kubernetes::kubeconfig
