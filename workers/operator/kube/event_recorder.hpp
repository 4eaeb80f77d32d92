#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "operator/kube/object_writer.hpp"

namespace vedette::op {

enum class EventType { Normal, Warning };

/// What `kubectl describe` shows under Events.
struct Event {
  EventType type = EventType::Normal;
  std::string reason;  ///< CamelCase
  std::string action;  ///< what was being done: "Render"
  std::string note;    ///< for people; cut at 1 KiB
};

/// Who reports, in every event.
struct EventSource {
  std::string controller;  ///< a qualified name: "vedette.dev/operator"
  std::string instance;    ///< the pod's name
};

/// The body of an Event (events.k8s.io/v1) about `regarding`. Its name is made of the object's and
/// of time and `sequence`, as client-go does.
[[nodiscard]] boost::json::object event_body(const Resource& resource, const Object& regarding,
                                             const Event& event, const EventSource& source,
                                             SystemTime now, std::uint64_t sequence);

/// Writes events when there is time: nothing waits for them, and what cannot be written is gone.
/// Thread-safe; its own thread ("events").
class EventRecorder {
 public:
  struct Stats {
    std::uint64_t written = 0;
    std::uint64_t failed = 0;   ///< the API server did not take them
    std::uint64_t dropped = 0;  ///< the queue of 256 was full
  };

  /// `api` and `clock` must outlive it.
  EventRecorder(EventSource source, ObjectWriter& api, const Clock& clock);
  /// Drops what waits; the event being written is waited for.
  ~EventRecorder();
  EventRecorder(const EventRecorder&) = delete;
  EventRecorder& operator=(const EventRecorder&) = delete;

  /// Never waits.
  void record(const Resource& resource, const Object& regarding, const Event& event);

  [[nodiscard]] Stats stats() const;

 private:
  struct Waiting {
    std::string ns;
    boost::json::object body;
  };
  void run(const std::stop_token& stop);

  const EventSource source_;
  ObjectWriter& api_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable_any filled_;
  std::deque<Waiting> queue_;   // guarded by mutex_
  std::uint64_t sequence_ = 0;  // guarded by mutex_
  Stats stats_;                 // guarded by mutex_
  std::jthread thread_;
};

}  // namespace vedette::op
