#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

// Which fields a manager owns, as metadata.managedFields tells it: FieldsV1, where "f:NAME" is a member, "k:{…}" the
// element of a list with these values, "v:…" a value of a set, "." the thing itself.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#FieldsV1
// https://github.com/kubernetes-sigs/structured-merge-diff/blob/master/fieldpath/serialize-pe.go
namespace chandler::controller::reconcile {

// The part of `fields` below a member; null: it is not owned. What is owned as a whole owns all that is in it. `fields`
// may be null.
const nlohmann::json* owned_member(const nlohmann::json* fields, std::string_view name);

// The same of an element of a list.
const nlohmann::json* owned_element(const nlohmann::json* fields, const nlohmann::json& element);

// The first field, as a path, that is owned and that `object` does not have; empty: there is none.
std::string owned_beyond(const nlohmann::json& fields, const nlohmann::json& object);

}  // namespace chandler::controller::reconcile
