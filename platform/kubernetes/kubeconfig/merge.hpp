#pragma once

#include "platform/kubernetes/kubeconfig/document.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

// Adds what `later` has and `into` lacks, by name: of several files the first to say something wins.
// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
void merge(Document& into, Document&& later);

}  // namespace chandler::platform::kubernetes::kubeconfig
