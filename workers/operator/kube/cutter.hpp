#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <thread>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace vedette::op {

/// A second descriptor of a connection's socket, by which another thread may shut it down without
/// the danger that the number meanwhile names another file. Thread-safe.
class SocketTwin {
 public:
  SocketTwin() = default;
  ~SocketTwin();
  SocketTwin(const SocketTwin&) = delete;
  SocketTwin& operator=(const SocketTwin&) = delete;

  /// Duplicates `socket`; forgets the one before.
  void follow(int socket);
  /// Ends every read, write or connect of it at once.
  void shut();

 private:
  std::mutex mutex_;
  int twin_ = -1;  // guarded by mutex_
};

/// Ends exchanges that take too long or that nobody wants any more. cpp-httplib's timeouts are
/// those of one read, and its stop() waits for a connect; this shuts the socket down, whatever the
/// exchange is waiting for, and again until the exchange notices. Thread-safe; one thread
/// ("kube-cutter") for all exchanges.
class Cutter {
 public:
  Cutter();
  Cutter(const Cutter&) = delete;
  Cutter& operator=(const Cutter&) = delete;

  /// An exchange while it lasts. Both tokens end it.
  class Exchange {
   public:
    Exchange(Cutter& cutter, SocketTwin& socket, SteadyTime deadline, std::stop_token stop,
             std::stop_token other_stop);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// Another deadline, not before the present one.
    void extend(SteadyTime deadline);
    /// Why it was ended: TimedOut or Stopped; nothing while it was not.
    [[nodiscard]] std::optional<ErrorKind> cut() const;

   private:
    friend class Cutter;
    void stop();

    Cutter& cutter_;
    SocketTwin& socket_;
    SteadyTime deadline_;           // guarded by cutter_.mutex_
    std::optional<ErrorKind> cut_;  // guarded by cutter_.mutex_
    std::optional<std::stop_callback<std::function<void()>>> on_stop_;
    std::optional<std::stop_callback<std::function<void()>>> on_other_stop_;
  };

 private:
  void run(const std::stop_token& stop);
  /// Shuts what is due, and says when to look again. REQUIRES: mutex_ held.
  [[nodiscard]] SteadyTime shut_due(SteadyTime now);

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::set<Exchange*> exchanges_;  // guarded by mutex_
  bool look_ = false;              // guarded by mutex_
  std::jthread thread_;
};

}  // namespace vedette::op
