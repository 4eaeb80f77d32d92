#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "operator/kube/api_result.hpp"
#include "operator/kube/list_page.hpp"
#include "operator/kube/watch_event.hpp"

namespace vedette::op {

/// How a watch ended.
enum class WatchEnd {
  Normal,   ///< the server closed it, as it does every few minutes
  Short,    ///< it closed it at once, without an event
  Broken,   ///< no connection, or one that broke
  Silent,   ///< no byte for too long
  Refused,  ///< an HTTP status or an ERROR event, other than 410
  Expired,  ///< 410: its version is too old
  Garbage,  ///< something that is no event, or too large
};

/// What to do next: a page of a LIST (an empty token begins anew) or a WATCH from a version.
struct ReflectorStep {
  enum class Do { List, Watch };
  Do what = Do::List;
  std::string continue_token;
  std::string resource_version;
  Millis wait{0};  ///< before it

  bool operator==(const ReflectorStep&) const = default;
};

/// Decides what keeps a cache true: list everything in pages, watch from the list's version, go on
/// from the last event, list again when the thread is lost (the algorithm of client-go's
/// tools/cache/reflector.go). Pure: no I/O, no clock. Not thread-safe.
///
/// A LIST never names a version, so it cannot be stuck on one that a restored etcd does not know;
/// on such a version a WATCH is silent for ever, so after silence everything is listed again.
/// Whatever fails is waited for (`backoff`, or longer when the server says so), and only a watch
/// that proved useful, by an event or by lasting, ends the waiting: no answer, however odd, makes
/// a hot loop.
class Reflector {
 public:
  /// `short_watch`: a watch that ends sooner without an event is an error.
  Reflector(Millis short_watch, Backoff backoff) : short_watch_(short_watch), backoff_(backoff) {}

  [[nodiscard]] const ReflectorStep& next() const { return next_; }

  /// A page came. After the last one returns every object: the cache is to hold exactly these.
  [[nodiscard]] std::optional<std::vector<Object>> page(ListPage page);
  void list_failed(const ApiError& error);

  void watch_began();
  /// An event that is to be applied to the cache, or a bookmark. REQUIRES: not Error.
  void event(const WatchEvent& event);
  /// The watch is over after `lasted`. `error` of Broken, Silent, Refused and Expired is what was
  /// said; returns the end as it counts: a Normal one may have been Short.
  WatchEnd watch_ended(WatchEnd end, Millis lasted, const ApiError& error = {});

 private:
  void wait_for(ReflectorStep::Do what, const std::optional<Millis>& retry_after);

  Millis short_watch_;
  Backoff backoff_;
  ReflectorStep next_;
  std::vector<Object> listed_;
  std::string version_;  ///< of the list, then of the last event
  bool heard_ = false;   ///< the present watch had an event
};

/// How a watch that failed ended.
[[nodiscard]] WatchEnd end_of(const ApiError& error);

}  // namespace vedette::op
