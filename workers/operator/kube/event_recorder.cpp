#include "operator/kube/event_recorder.hpp"

#include <pthread.h>

#include <utility>

#include <fmt/format.h>

#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "operator/kube/resource.hpp"
#include "runtime/logging.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxWaiting = 256;
constexpr std::size_t kMaxNoteBytes = 1'024;
/// Events about what belongs to no namespace go there, as client-go does it.
constexpr const char* kDefaultNamespace = "default";

std::string namespace_of(const Object& object) {
  return object.key.ns.empty() ? kDefaultNamespace : object.key.ns;
}

}  // namespace

json::object event_body(const Resource& resource, const Object& regarding, const Event& event,
                        const EventSource& source, SystemTime now, std::uint64_t sequence) {
  const auto nanos =
      now.time_since_epoch().count() * 1'000 + static_cast<std::int64_t>(sequence % 1'000);
  return {{"apiVersion", events_resource().api_version()},
          {"kind", events_resource().kind},
          {"metadata",
           {{"name", fmt::format("{}.{:x}", regarding.key.name, nanos)},
            {"namespace", namespace_of(regarding)}}},
          {"eventTime", to_rfc3339(now)},
          {"reportingController", source.controller},
          {"reportingInstance", source.instance},
          {"action", event.action},
          {"reason", event.reason},
          {"type", event.type == EventType::Warning ? "Warning" : "Normal"},
          {"note", clean_utf8(event.note, kMaxNoteBytes)},
          {"regarding",
           {{"apiVersion", resource.api_version()},
            {"kind", resource.kind},
            {"namespace", regarding.key.ns},
            {"name", regarding.key.name},
            {"uid", regarding.uid},
            {"resourceVersion", regarding.resource_version}}}};
}

EventRecorder::EventRecorder(EventSource source, ObjectWriter& api, const Clock& clock)
    : source_(std::move(source)), api_(api), clock_(clock) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  pthread_setname_np(thread_.native_handle(), "events");
}

EventRecorder::~EventRecorder() = default;

void EventRecorder::record(const Resource& resource, const Object& regarding, const Event& event) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= kMaxWaiting) {
      ++stats_.dropped;
      return;
    }
    queue_.push_back({namespace_of(regarding), event_body(resource, regarding, event, source_,
                                                          clock_.system_now(), ++sequence_)});
  }
  filled_.notify_one();
}

EventRecorder::Stats EventRecorder::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

void EventRecorder::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (filled_.wait(lock, stop, [this] { return !queue_.empty(); })) {
    if (stop.stop_requested()) return;
    const Waiting waiting = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    const auto written = api_.create(events_resource(), waiting.ns, waiting.body);
    if (!written) runtime::log_debug("Dropped an event", {{"error", written.error().message}});
    lock.lock();
    ++(written ? stats_.written : stats_.failed);
  }
}

}  // namespace vedette::op
