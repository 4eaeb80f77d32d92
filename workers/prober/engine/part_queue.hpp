#pragma once

#include <deque>
#include <functional>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace vedette::prober {

/// Does long work on an event loop a part at a time, so that what else the loop serves is held up
/// by no more than a part. Whole pieces of work are done in the order in which they were given.
class PartQueue {
 public:
  /// Does the next part of a piece of work; true when there is more.
  using PartFn = std::function<bool()>;

  /// `after_part` is called after each part. `io` must outlive it, and it the running of `io`.
  PartQueue(boost::asio::io_context& io, std::function<void()> after_part)
      : io_(io), after_part_(std::move(after_part)) {}

  /// May be called from any thread.
  void add(PartFn work) {
    boost::asio::post(io_, [this, work = std::move(work)]() mutable {
      works_.push_back(std::move(work));
      if (works_.size() == 1) do_part();
    });
  }

 private:
  void do_part() {
    if (!works_.front()()) works_.pop_front();
    after_part_();
    if (!works_.empty()) boost::asio::post(io_, [this] { do_part(); });
  }

  boost::asio::io_context& io_;
  std::function<void()> after_part_;
  std::deque<PartFn> works_;  // the loop's thread only
};

}  // namespace vedette::prober
