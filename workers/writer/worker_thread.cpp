#include "writer/worker_thread.hpp"

#include <pthread.h>

#include <utility>

namespace vedette::writer {

WorkerThread::WorkerThread(const std::string& name,
                           std::function<void(const std::stop_token&)> body) {
  std::promise<void> promise;
  done_ = promise.get_future();
  thread_ = std::jthread(
      [promise = std::move(promise), body = std::move(body)](const std::stop_token& stop) mutable {
        body(stop);
        promise.set_value_at_thread_exit();
      });
  pthread_setname_np(thread_.native_handle(), name.c_str());
}

bool WorkerThread::ended_by(SteadyTime end) const {
  return done_.wait_until(end) == std::future_status::ready;
}

}  // namespace vedette::writer
