#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "operator/kube/api_client.hpp"
#include "operator/kube/object_cache.hpp"
#include "operator/kube/reflector.hpp"
#include "operator/kube/resource.hpp"

namespace vedette::op {

inline constexpr std::array kWatchEnds{WatchEnd::Normal, WatchEnd::Short,   WatchEnd::Broken,
                                       WatchEnd::Silent, WatchEnd::Refused, WatchEnd::Expired,
                                       WatchEnd::Garbage};

/// "normal", "short", "broken", "silent", "refused", "expired", "garbage".
[[nodiscard]] std::string_view to_text(WatchEnd end);

struct InformerOptions {
  Resource resource;
  std::string ns;              ///< empty: all namespaces
  std::string label_selector;  ///< empty: every object
  std::string thread;          ///< its name, at most 15 characters
  Millis first_wait{800};      ///< back-off, as client-go's reflector
  Millis most_wait{30'000};
  Millis short_watch{1'000};
  Millis silence{120'000};  ///< a bookmark comes every minute
  std::size_t max_event_bytes = 4UL << 20;
};

/// What an informer has done, and how it stands.
struct InformerStats {
  std::uint64_t lists = 0;                       ///< complete ones
  std::uint64_t list_errors = 0;                 ///< pages that failed
  std::uint64_t watches = 0;                     ///< begun
  std::map<WatchEnd, std::uint64_t> watch_ends;  ///< each of kWatchEnds
  std::uint64_t events = 0;                      ///< added, modified, deleted
  std::uint64_t bookmarks = 0;
  std::size_t objects = 0;               ///< in the cache now
  SteadyTime last_sign_of_life;          ///< a page, an event, a watch begun; or its start
  std::optional<SteadyTime> last_break;  ///< of a watch, by anything but a normal end
  std::string last_error;                ///< of a list or watch; empty since such a sign
};

/// A cache of the objects of one kind that keeps itself true by LIST and WATCH (reflector.hpp), on
/// its own thread. Thread-safe.
class Informer final : public ObjectReader {
 public:
  /// An object was added, changed or deleted: look into the cache. Called on the informer's thread
  /// after the cache changed, for each object of the first list too, never before the list is
  /// complete. Must not block long: events wait meanwhile.
  using OnChange = std::function<void(const ObjectKey&)>;
  /// The first list is in the cache and has been told.
  using OnSynced = std::function<void()>;

  /// `client` and `clock` must outlive it. Does nothing before start().
  Informer(
      InformerOptions options, ApiClient& client, const Clock& clock, OnChange on_change,
      OnSynced on_synced = [] {});
  /// Stops, and waits for the callback in progress.
  ~Informer() override;

  /// Begins. REQUIRES: called once.
  void start();
  /// Ends the request in progress at once and waits for the thread. Idempotent.
  void stop();

  [[nodiscard]] bool synced() const override { return cache_.synced(); }
  [[nodiscard]] ObjectPtr find(const ObjectKey& key) const override { return cache_.find(key); }
  [[nodiscard]] std::vector<ObjectPtr> all() const override { return cache_.all(); }

  [[nodiscard]] InformerStats stats() const;

 private:
  void run(const std::stop_token& stop);
  void list(const std::stop_token& stop);
  void watch(const std::stop_token& stop);
  /// False when the stream is over; then `end` and `error` say why.
  [[nodiscard]] bool take_line(std::string_view line, WatchEnd& end, ApiError& error);
  void tell(const std::vector<ObjectKey>& keys);
  void well();
  void failed(std::string_view what, const ApiError& error);

  const InformerOptions options_;
  ApiClient& client_;
  const Clock& clock_;
  const OnChange on_change_;
  const OnSynced on_synced_;
  Reflector reflector_;
  ObjectCache cache_;
  mutable std::mutex mutex_;
  InformerStats stats_;  // guarded by mutex_
  std::condition_variable_any sleeping_;
  std::jthread thread_;
};

}  // namespace vedette::op
