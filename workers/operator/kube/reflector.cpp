#include "operator/kube/reflector.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace vedette::op {

using Do = ReflectorStep::Do;

std::optional<std::vector<Object>> Reflector::page(ListPage page) {
  if (listed_.empty()) version_ = page.resource_version;
  std::ranges::move(page.items, std::back_inserter(listed_));
  if (!page.continue_token.empty()) {
    next_ = {Do::List, page.continue_token, {}, Millis(0)};
    return std::nullopt;
  }
  next_ = {Do::Watch, {}, version_, Millis(0)};
  return std::exchange(listed_, {});
}

void Reflector::list_failed(const ApiError& error) {
  listed_.clear();
  wait_for(Do::List, error.retry_after);
}

void Reflector::watch_began() { heard_ = false; }

void Reflector::event(const WatchEvent& event) {
  version_ = event.resource_version;
  if (event.type == WatchEvent::Type::Bookmark) return;
  heard_ = true;
  backoff_.reset();
}

WatchEnd Reflector::watch_ended(WatchEnd end, Millis lasted, const ApiError& error) {
  if (end == WatchEnd::Normal && lasted < short_watch_ && !heard_) end = WatchEnd::Short;
  if (lasted >= short_watch_ && end != WatchEnd::Silent) backoff_.reset();
  switch (end) {
    case WatchEnd::Normal:
      next_ = {Do::Watch, {}, version_, Millis(0)};
      break;
    case WatchEnd::Short:
    case WatchEnd::Broken:
      wait_for(Do::Watch, error.retry_after);
      break;
    case WatchEnd::Silent:
    case WatchEnd::Refused:
    case WatchEnd::Expired:
    case WatchEnd::Garbage:
      wait_for(Do::List, error.retry_after);
      break;
  }
  return end;
}

void Reflector::wait_for(Do what, const std::optional<Millis>& retry_after) {
  const Millis wait = std::max(backoff_.next(), retry_after.value_or(Millis(0)));
  next_ = {what, {}, what == Do::Watch ? version_ : std::string(), wait};
}

WatchEnd end_of(const ApiError& error) {
  if (error.gone()) return WatchEnd::Expired;
  if (error.kind == ErrorKind::TimedOut) return WatchEnd::Silent;
  // A server that is busy or broken may take the same version again.
  const bool away = error.status == 0 || error.status == 429 || error.status >= 500;
  return away ? WatchEnd::Broken : WatchEnd::Refused;
}

}  // namespace vedette::op
