#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chandler::platform::http {

// A fixed number of threads that run jobs in the order given. Any thread may submit.
class WorkerPool {
 public:
  using Job = std::move_only_function<void()>;

  // `capacity`: jobs that may wait, beside those that run.
  WorkerPool(std::size_t threads, std::size_t capacity);
  ~WorkerPool();  // ends it
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  WorkerPool(WorkerPool&&) = delete;
  WorkerPool& operator=(WorkerPool&&) = delete;

  // False, and the job is left as it was, when `capacity` jobs wait already, and once it has ended.
  bool submit(Job& job);

  // Runs what waits, and joins the threads. By its owner alone, not from a job.
  void end();

 private:
  void work();

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> jobs_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace chandler::platform::http
