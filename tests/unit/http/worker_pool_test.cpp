#include "platform/http/worker_pool.hpp"

#include <atomic>
#include <semaphore>

#include <catch2/catch_test_macros.hpp>

namespace chandler::platform::http {

TEST_CASE("jobs that wait are run before the pool ends") {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(2, 100);
    for (int i = 0; i < 100; ++i) {
      WorkerPool::Job job = [&ran] { ++ran; };
      CHECK(pool.submit(job));
    }
  }
  CHECK(ran == 100);
}

TEST_CASE("a job too many is given back") {
  std::binary_semaphore finish(0);
  std::binary_semaphore started(0);
  WorkerPool pool(1, 1);
  WorkerPool::Job blocking = [&] {
    started.release();
    finish.acquire();
  };
  REQUIRE(pool.submit(blocking));
  started.acquire();
  WorkerPool::Job waiting = [] {};
  REQUIRE(pool.submit(waiting));
  bool ran = false;
  WorkerPool::Job refused = [&ran] { ran = true; };
  CHECK(!pool.submit(refused));
  REQUIRE(refused);
  refused();
  CHECK(ran);
  finish.release();
}

}  // namespace chandler::platform::http
