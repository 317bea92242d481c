#include "interrupt.hpp"

#include <csignal>
#include <mutex>
#include <thread>

#include "progress.hpp"

namespace fabula::program {
namespace {

std::shared_mutex& writing() {
  // Never destroyed: the watching thread lives until the process ends.
  static auto* mutex = new std::shared_mutex;
  return *mutex;
}

void wait_for_signal(sigset_t watched) {
  int number = 0;
  if (sigwait(&watched, &number) != 0) return;
  const std::unique_lock nobody_writes(writing());
  progress::erase_line();
  // The default action, so that the caller sees by which signal the program ended.
  std::signal(number, SIG_DFL);
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, number);
  pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  std::raise(number);
}

}  // namespace

void watch_interrupts() {
  sigset_t watched;
  sigemptyset(&watched);
  bool any = false;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction now{};
    // What the caller ignores (nohup) stays ignored.
    if (sigaction(number, nullptr, &now) != 0 || now.sa_handler == SIG_IGN) continue;
    sigaddset(&watched, number);
    any = true;
  }
  if (!any || pthread_sigmask(SIG_BLOCK, &watched, nullptr) != 0) return;
  std::thread(wait_for_signal, watched).detach();
}

std::shared_lock<std::shared_mutex> no_interrupts() {
  return std::shared_lock(writing());
}

}  // namespace fabula::program
