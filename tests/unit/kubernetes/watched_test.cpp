#include "platform/kubernetes/watched.hpp"

#include <format>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/job.hpp"

namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;
using objects::Job;

json job(const char* name, int active, const char* version) {
  return {{"metadata", {{"namespace", "a"}, {"name", name}, {"resourceVersion", version}}},
          {"status", {{"active", active}}}};
}

struct Told {
  std::string text;
  Watched<Job> jobs{objects::read_job, [this](const auto& before, const auto& now) {
                      const auto& known = now ? now : before;
                      text += std::format("{}{} ", before ? (now ? '~' : '-') : '+', known->metadata.key.name);
                    }};
  std::string take() { return std::exchange(text, {}); }
};

}  // namespace

TEST_CASE("the owner is told what is new, what changed and what went, and nothing else") {
  Told told;
  CHECK(!told.jobs.synced());
  told.jobs.begin_list("");
  told.jobs.put(job("x", 0, "1"));
  told.jobs.put(job("y", 0, "2"));
  told.jobs.end_list("");
  CHECK(told.jobs.synced());
  CHECK(told.take() == "+x +y ");

  told.jobs.put(job("x", 0, "3"));  // written again, as it was
  CHECK(told.take().empty());
  CHECK(told.jobs.find({"a", "x"})->metadata.resource_version == "3");
  told.jobs.put(job("x", 1, "4"));
  CHECK(told.take() == "~x ");
  told.jobs.remove(job("x", 1, "5"));
  told.jobs.remove(job("never", 1, "5"));
  CHECK(told.take() == "-x ");
  CHECK(told.jobs.find({"a", "x"}) == nullptr);
  CHECK(told.jobs.all().size() == 1);
}

TEST_CASE("what a new list does not hold is gone; one that broke off takes nothing away") {
  Told told;
  told.jobs.begin_list("");
  told.jobs.put(job("x", 0, "1"));
  told.jobs.put(job("y", 0, "1"));
  told.jobs.end_list("");
  told.take();
  told.jobs.begin_list("");
  told.jobs.put(job("y", 0, "1"));
  told.jobs.begin_list("");  // 410 in the middle
  told.jobs.put(job("x", 2, "7"));
  told.jobs.end_list("");
  CHECK(told.take() == "~x -y ");
}

TEST_CASE("lists of namespaces are each their own, and all of them have to come once") {
  Watched<Job> jobs(objects::read_job, [](const auto&, const auto&) {}, 2);
  const auto job_in = [](const char* namespace_name, const char* name) {
    json made = job(name, 0, "1");
    made["metadata"]["namespace"] = namespace_name;
    return made;
  };
  jobs.begin_list("a");
  jobs.put(job_in("a", "x"));
  jobs.begin_list("b");
  jobs.put(job_in("b", "y"));
  jobs.end_list("a");
  CHECK(!jobs.synced());
  jobs.end_list("b");
  CHECK(jobs.synced());
  CHECK(jobs.size() == 2);

  jobs.begin_list("a");
  jobs.end_list("a");
  CHECK(jobs.find({"a", "x"}) == nullptr);
  CHECK(jobs.find({"b", "y"}) != nullptr);
}

TEST_CASE("an object without a name or a version is none") {
  Told told;
  told.jobs.put({{"metadata", {{"name", "x"}}}});
  told.jobs.put(json::object());
  CHECK(told.take().empty());
}

}  // namespace chandler::platform::kubernetes
