#pragma once

#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "controller/reconcile/desired.hpp"
#include "platform/kubernetes/objects/cron_job.hpp"

// A Deployment that asks for a refresh, and the CronJob as the API server keeps it.
namespace chandler::controller::reconcile {

inline nlohmann::json sample_deployment() {
  return nlohmann::json::parse(R"({
    "metadata": {"namespace": "apps", "name": "menu", "uid": "w1", "resourceVersion": "10",
      "labels": {"chandler.dev/inject": "true"},
      "annotations": {"chandler.dev/database": "menu-db", "chandler.dev/load": "configmap:menu-data",
        "chandler.dev/refresh-schedule": "0 * * * *", "chandler.dev/cpu-limit": "0.5"}},
    "spec": {"selector": {"matchLabels": {"app": "menu"}},
      "template": {"metadata": {"labels": {"app": "menu"}}, "spec": {"containers": [{"name": "menu", "image": "m:1"}]}}}
  })");
}

inline platform::kubernetes::objects::Workload sample_workload(const nlohmann::json& deployment = sample_deployment()) {
  return platform::kubernetes::objects::read_workload(deployment, "Deployment").value();
}

inline core::injection::Settings sample_settings() {
  core::injection::Settings settings;
  settings.image = "chandler:1";
  return settings;
}

// What server-side apply notes down as owned: every member of an object, and named elements of lists.
inline nlohmann::json owned_fields(const nlohmann::json& object) {
  nlohmann::json fields = nlohmann::json::object();
  for (const auto& [name, value] : object.items()) {
    nlohmann::json& below = fields["f:" + name] = nlohmann::json::object();
    if (value.is_object()) below = owned_fields(value);
    if (!value.is_array()) continue;
    for (const auto& element : value) {
      for (const char* key : {"uid", "mountPath", "name"}) {
        if (!element.is_object() || !element.contains(key)) continue;
        nlohmann::json& of_element = below["k:" + nlohmann::json{{key, element.at(key)}}.dump()];
        of_element = owned_fields(element);
        of_element["."] = nlohmann::json::object();
        break;
      }
    }
  }
  return fields;
}

inline nlohmann::json wanted_cron_job() {
  return desired_of(sample_workload(), sample_settings()).cron_jobs.at(0).object;
}

// As it is after an apply, with defaults filled in.
inline nlohmann::json stored_cron_job(const nlohmann::json& wanted = wanted_cron_job()) {
  nlohmann::json stored = wanted;
  nlohmann::json fields = owned_fields({{"metadata",
                                         {{"labels", wanted.at("metadata").at("labels")},
                                          {"ownerReferences", wanted.at("metadata").at("ownerReferences")}}},
                                        {"spec", wanted.at("spec")}});
  stored["metadata"].update(
      {{"uid", "c1"},
       {"resourceVersion", "20"},
       {"managedFields",
        nlohmann::json::array({{{"manager", "chandler"}, {"operation", "Apply"}, {"fieldsV1", std::move(fields)}}})}});
  stored["spec"]["suspend"] = false;
  nlohmann::json& pod = stored["spec"]["jobTemplate"]["spec"]["template"]["spec"];
  pod["dnsPolicy"] = "ClusterFirst";
  pod["containers"][0]["terminationMessagePath"] = "/dev/termination-log";
  pod["containers"][0]["resources"]["limits"]["cpu"] = "500m";  // as the API server spells 0.5
  return stored;
}

inline std::shared_ptr<const platform::kubernetes::objects::CronJob> there(const nlohmann::json& stored) {
  return std::make_shared<const platform::kubernetes::objects::CronJob>(
      platform::kubernetes::objects::read_cron_job(stored, "chandler").value());
}

}  // namespace chandler::controller::reconcile
