#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "prober/engine/probe_function.hpp"
#include "prober/publish/result_sink.hpp"

namespace vedette::test {

/// How late the probes of some targets began.
struct Lateness {
  Micros p50{0};
  Micros p99{0};
  std::size_t not_up = 0;  ///< of them
};

/// Takes an engine's results and keeps how late the probes of one namespace began, first runs left
/// out, less what the engine's thread waited for a processor meanwhile.
class LatenessSink final : public prober::ResultSink {
 public:
  LatenessSink(std::string ns, prober::SlotLedger& ledger)
      : namespace_(std::move(ns)), ledger_(ledger) {}

  /// Probes as `inner`'s do, on an engine whose thread this sink then watches. For one engine; the
  /// sink must outlive it.
  [[nodiscard]] prober::ProbeFactory watching(prober::ProbeFactory inner);

  void publish(const model::ProbeResult& result, std::optional<prober::OpenSlot> open) override;

  /// Of the next `count` results of the namespace. Throws std::runtime_error when they have not
  /// come within a minute.
  [[nodiscard]] Lateness of_next(std::size_t count);

  /// Results of other namespaces so far.
  [[nodiscard]] std::size_t others() const;

 private:
  boost::asio::awaitable<void> watch(boost::asio::io_context& io);
  void note();
  [[nodiscard]] Micros waited(SystemTime from, SystemTime to) const;

  std::string namespace_;
  prober::SlotLedger& ledger_;
  /// What the thread had waited for a processor at which time; of the last seconds. Only on the
  /// engine's thread.
  std::deque<std::pair<SystemTime, Micros>> history_;

  mutable std::mutex mutex_;
  std::condition_variable grown_;
  std::vector<Micros> late_;  // guarded by mutex_
  std::size_t not_up_ = 0;    // guarded by mutex_
  std::size_t others_ = 0;    // guarded by mutex_
};

}  // namespace vedette::test
