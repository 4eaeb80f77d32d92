#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "prober/fitness/connectivity_record.hpp"

namespace vedette::prober {

/// A URL that answers as long as this prober's network works.
struct ConnectivityCheck {
  std::string url;
  /// Asks it once; ends at `deadline`.
  std::function<boost::asio::awaitable<model::ProbeFacts>(SteadyTime deadline)> ask;
};

/// Asks the connectivity checks round by round, all of a round at once, and says of a probe that
/// failed whether that may be blamed on the site. What is decided is in ConnectivityRecord. One per
/// engine, on its thread; at most one round is under way. To be destroyed when the io_context has
/// stopped; coroutines left over may be destroyed later.
class Connectivity {
 public:
  /// From the beginning of a check to the end of its round at the latest.
  static constexpr Millis kTimeout{2'000};
  /// Nobody waits longer for a proof.
  static constexpr Millis kPatience{5'000};

  using Ended = std::function<void(const CheckRound& round)>;

  /// `ended` is called after each round. REQUIRES: at least one check.
  Connectivity(boost::asio::io_context& io, std::vector<ConnectivityCheck> checks, Ended ended);

  /// Asks for as long as the io_context runs. REQUIRES: called once.
  [[nodiscard]] boost::asio::awaitable<void> watch();

  /// Why the failure of a probe, from `began` until now, does not count; nothing = it does. Waits
  /// for the round that decides, `until` at the latest.
  [[nodiscard]] boost::asio::awaitable<std::optional<Failure>> excuse(SteadyTime began,
                                                                      SteadyTime until);

 private:
  struct Look;
  using Waiting = std::list<boost::asio::steady_timer*>;

  [[nodiscard]] boost::asio::awaitable<std::optional<Failure>> look();
  static boost::asio::awaitable<void> ask(ConnectivityCheck check, SteadyTime deadline,
                                          std::shared_ptr<Look> look);

  boost::asio::io_context& io_;
  const std::vector<ConnectivityCheck> checks_;
  const Ended ended_;
  ConnectivityRecord record_;
  boost::asio::steady_timer next_;
  std::shared_ptr<Waiting> waiting_ = std::make_shared<Waiting>();  // shared with those who wait
};

}  // namespace vedette::prober
