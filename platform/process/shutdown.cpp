#include "platform/process/shutdown.hpp"

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <mutex>
#include <sys/eventfd.h>
#include <system_error>

#include <pthread.h>
#include <unistd.h>

namespace chandler::platform {
namespace {

// Wakes the waiting thread when the object goes.
constexpr int end_signal = SIGUSR1;

sigset_t waited_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, end_signal);
  return set;
}

Descriptor make_event() {
  Descriptor event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event) throw std::system_error(errno, std::generic_category(), "eventfd");
  return event;
}

}  // namespace

Shutdown::Shutdown() {
  const sigset_t set = waited_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this] { wait_for_signals(); });
}

Shutdown::~Shutdown() {
  pthread_kill(thread_.native_handle(), end_signal);
  thread_.join();
}

void Shutdown::wait_for_signals() {
  const sigset_t set = waited_signals();
  for (;;) {
    int signal = 0;
    if (sigwait(&set, &signal) != 0 || signal == end_signal) return;
    if (source_.stop_requested()) _exit(128 + signal);
    source_.request_stop();
  }
}

bool sleep_unless_stopped(const std::stop_token& stop, std::chrono::steady_clock::duration duration) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, duration, [] { return false; });
  return !stop.stop_requested();
}

void StopEvent::Signal::operator()() const noexcept {
  const std::uint64_t one = 1;
  while (write(fd, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

StopEvent::StopEvent(const std::stop_token& stop) : descriptor_(make_event()), callback_(stop, Signal{fd()}) {}

}  // namespace chandler::platform
