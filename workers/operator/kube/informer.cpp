#include "operator/kube/informer.hpp"

#include <pthread.h>

#include <random>
#include <utility>

#include "base/log_level.hpp"
#include "operator/kube/api_error.hpp"
#include "operator/kube/line_splitter.hpp"
#include "operator/kube/query.hpp"
#include "runtime/logging.hpp"

namespace vedette::op {
namespace {

constexpr const char* kPageSize = "500";
/// Ends a watch on purpose now and then, so that it meets another server after an upgrade.
constexpr int kWatchSeconds = 300;

}  // namespace

std::string_view to_text(WatchEnd end) {
  switch (end) {
    case WatchEnd::Normal:
      return "normal";
    case WatchEnd::Short:
      return "short";
    case WatchEnd::Broken:
      return "broken";
    case WatchEnd::Silent:
      return "silent";
    case WatchEnd::Refused:
      return "refused";
    case WatchEnd::Expired:
      return "expired";
    case WatchEnd::Garbage:
      return "garbage";
  }
  return "garbage";
}

Informer::Informer(InformerOptions options, ApiClient& client, const Clock& clock,
                   OnChange on_change, OnSynced on_synced)
    : options_(std::move(options)),
      client_(client),
      clock_(clock),
      on_change_(std::move(on_change)),
      on_synced_(std::move(on_synced)),
      reflector_(options_.short_watch,
                 Backoff(options_.first_wait, options_.most_wait, std::random_device()(),
                         std::min(options_.first_wait, Millis(50)))) {
  for (const WatchEnd end : kWatchEnds) stats_.watch_ends[end] = 0;
  stats_.last_sign_of_life = clock_.steady_now();
}

Informer::~Informer() { stop(); }

void Informer::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  pthread_setname_np(thread_.native_handle(), options_.thread.c_str());
}

void Informer::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

InformerStats Informer::stats() const {
  const std::lock_guard lock(mutex_);
  InformerStats stats = stats_;
  stats.objects = cache_.size();
  return stats;
}

void Informer::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      sleeping_.wait_for(lock, stop, reflector_.next().wait, [] { return false; });
    }
    if (stop.stop_requested()) return;
    reflector_.next().what == ReflectorStep::Do::List ? list(stop) : watch(stop);
  }
}

void Informer::list(const std::stop_token& stop) {
  const std::string path = options_.resource.collection_path(options_.ns) +
                           query({{"labelSelector", options_.label_selector},
                                  {"limit", kPageSize},
                                  {"continue", reflector_.next().continue_token}});
  auto answer = client_.call({"GET", path}, stop);
  if (stop.stop_requested()) return;
  ApiError error;
  if (answer) {
    Result<ListPage> page = list_page_from(*std::move(answer));
    if (page) {
      const auto objects = reflector_.page(*std::move(page));
      well();
      {
        const std::lock_guard lock(mutex_);
        if (objects) ++stats_.lists;
      }
      if (!objects) return;
      const bool first = !cache_.synced();
      tell(cache_.replace(*objects));
      if (first) on_synced_();
      return;
    }
    error = api_error_from(page.error());
  } else {
    error = answer.error();
  }
  reflector_.list_failed(error);
  failed("Failed to list objects; trying again", error);
  const std::lock_guard lock(mutex_);
  ++stats_.list_errors;
}

void Informer::watch(const std::stop_token& stop) {
  const std::string path = options_.resource.collection_path(options_.ns) +
                           query({{"watch", "true"},
                                  {"allowWatchBookmarks", "true"},
                                  {"resourceVersion", reflector_.next().resource_version},
                                  {"labelSelector", options_.label_selector},
                                  {"timeoutSeconds", std::to_string(kWatchSeconds)}});
  LineSplitter lines(options_.max_event_bytes);
  WatchEnd end = WatchEnd::Normal;
  ApiError error;
  reflector_.watch_began();
  {
    const std::lock_guard lock(mutex_);
    ++stats_.watches;
  }
  const SteadyTime began = clock_.steady_now();
  const auto streamed = client_.stream(path, options_.silence, stop, [&](std::string_view bytes) {
    if (bytes.empty()) well();
    return lines.push(bytes, [&](std::string_view line) { return take_line(line, end, error); });
  });
  if (stop.stop_requested()) return;
  if (lines.too_long()) {
    end = WatchEnd::Garbage;
    error.message =
        "an event is larger than " + std::to_string(options_.max_event_bytes) + " bytes";
  } else if (!streamed && end == WatchEnd::Normal) {
    end = end_of(streamed.error());
    error = streamed.error();
  }
  const auto lasted = std::chrono::duration_cast<Millis>(clock_.steady_now() - began);
  end = reflector_.watch_ended(end, lasted, error);
  if (end == WatchEnd::Short) error.message = "it ended at once, without an event";
  {
    const std::lock_guard lock(mutex_);
    ++stats_.watch_ends[end];
    if (end != WatchEnd::Normal) stats_.last_break = clock_.steady_now();
  }
  if (end != WatchEnd::Normal) failed("Lost a watch; trying again", error);
}

bool Informer::take_line(std::string_view line, WatchEnd& end, ApiError& error) {
  Result<WatchEvent> event = watch_event_from(line);
  if (!event) {
    end = WatchEnd::Garbage;
    error = api_error_from(event.error());
    return false;
  }
  if (event->type == WatchEvent::Type::Error) {
    end = event->error.gone() ? WatchEnd::Expired : WatchEnd::Refused;
    error = event->error;
    return false;
  }
  reflector_.event(*event);
  const bool bookmark = event->type == WatchEvent::Type::Bookmark;
  well();
  {
    const std::lock_guard lock(mutex_);
    ++(bookmark ? stats_.bookmarks : stats_.events);
  }
  if (bookmark) return true;
  if (const auto changed = cache_.apply(*std::move(event))) tell({*changed});
  return true;
}

void Informer::tell(const std::vector<ObjectKey>& keys) {
  for (const ObjectKey& key : keys) on_change_(key);
}

void Informer::well() {
  const std::lock_guard lock(mutex_);
  stats_.last_sign_of_life = clock_.steady_now();
  stats_.last_error.clear();
}

void Informer::failed(std::string_view what, const ApiError& error) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = stats_.last_error.empty();
    stats_.last_error = error.message;
  }
  const runtime::LogFields fields{{"resource", options_.resource.plural},
                                  {"namespace", options_.ns},
                                  {"error", error.message},
                                  {"waitMs", reflector_.next().wait.count()}};
  first ? runtime::log_warning(what, fields) : runtime::log_debug(what, fields);
}

}  // namespace vedette::op
