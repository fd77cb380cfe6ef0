#include "cli/cron_jobs.hpp"

#include <algorithm>
#include <format>
#include <functional>
#include <ranges>
#include <set>
#include <utility>

#include "core/cronjob/name.hpp"
#include "core/cronjob/template.hpp"

namespace chandler::cli {
namespace {

using manifest::Identity;
using manifest::Node;
using manifest::Stream;
using nlohmann::json;

Identity identity_of(const CronJobOf& cron_job) {
  return {"CronJob", core::cronjob::cron_job_name(cron_job.workload.name, cron_job.task->name),
          cron_job.workload.namespace_name};
}

bool is_at(const Node& object, const Identity& identity) {
  const Identity found = identify(object);
  return found.kind == identity.kind && found.name == identity.name && found.namespace_name == identity.namespace_name;
}

bool is_ours(const Node& object) {
  return core::cronjob::is_ours(to_json(object));
}

// Visits the objects of that identity; true for those that were changed.
void visit(std::vector<Stream>& streams, const Identity& identity, const std::function<bool(Node&)>& change) {
  for (Stream& stream : streams) {
    for_each_object(stream, [&](Node& object) { return is_at(object, identity) && change(object); });
  }
}

CronJobFinding taken(const CronJobOf& cron_job, std::string_view by) {
  using namespace core::annotations;
  const Identity identity = identity_of(cron_job);
  return {manifest::display_name(cron_job.workload),
          {Severity::refuse,
           Problem::name_taken,
           core::cronjob::schedule_key(*cron_job.task),
           identity.name,
           {},
           std::format("the CronJob \"{}\" that it asks for {}; rename one of them", identity.name, by)}};
}

}  // namespace

std::vector<CronJobFinding> settle(std::vector<Stream>& streams, std::vector<CronJobOf>& cron_jobs) {
  std::vector<CronJobFinding> findings;
  std::set<std::pair<std::string, std::string>> names;
  for (CronJobOf& cron_job : cron_jobs) {
    if (cron_job.wanted.is_null()) continue;
    const Identity identity = identity_of(cron_job);
    if (!names.emplace(identity.namespace_name, identity.name).second)
      findings.push_back(taken(cron_job, "is also that of another workload of this name"));
    visit(streams, identity, [&](Node& object) {
      if (!is_ours(object)) {
        findings.push_back(taken(cron_job, "is in the manifests and not Chandler's"));
      } else if (const Node* spec = object.find("spec"); spec != nullptr && spec->find("suspend") != nullptr) {
        cron_job.wanted["spec"]["suspend"] = to_json(*spec->find("suspend"));
      }
      return false;
    });
  }
  return findings;
}

void place(std::vector<Stream>& streams, const std::vector<CronJobOf>& cron_jobs) {
  std::vector<const CronJobOf*> added;
  for (const CronJobOf& cron_job : cron_jobs) {
    if (cron_job.wanted.is_null()) continue;
    bool found = false;
    visit(streams, identity_of(cron_job), [&](Node& object) {
      found = true;
      if (to_json(object) == cron_job.wanted) return false;
      object = manifest::from_json(cron_job.wanted);
      return true;
    });
    if (!found) added.push_back(&cron_job);
  }
  // From the back, so that the places of those before stay.
  for (const CronJobOf* cron_job : added) {
    Stream& stream = streams[cron_job->stream];
    if (cron_job->in_list) insert_object(stream, stream.documents.size(), manifest::from_json(cron_job->wanted));
  }
  for (const CronJobOf* cron_job : std::views::reverse(added)) {
    if (!cron_job->in_list)
      insert_object(streams[cron_job->stream], cron_job->document + 1, manifest::from_json(cron_job->wanted));
  }
  // One whose workload is not in the manifests stays.
  const auto is_unwanted = [&](const Node& object) {
    const auto of_it = [&](const CronJobOf& cron_job) { return is_at(object, identity_of(cron_job)); };
    const auto wants_it = [&](const CronJobOf& cron_job) { return of_it(cron_job) && !cron_job.wanted.is_null(); };
    return is_ours(object) && std::ranges::any_of(cron_jobs, of_it) && std::ranges::none_of(cron_jobs, wants_it);
  };
  for (Stream& stream : streams) remove_objects(stream, is_unwanted);
}

Stream alone(const std::vector<CronJobOf>& cron_jobs, manifest::Format format) {
  Stream stream{format, {}};
  for (const CronJobOf& cron_job : cron_jobs) {
    if (!cron_job.wanted.is_null())
      insert_object(stream, stream.documents.size(), manifest::from_json(cron_job.wanted));
  }
  return stream;
}

}  // namespace chandler::cli
