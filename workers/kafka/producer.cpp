#include "kafka/producer.hpp"

#include <librdkafka/rdkafka.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <random>
#include <thread>
#include <vector>

#include "base/backoff.hpp"
#include "base/require.hpp"
#include "kafka/client.hpp"
#include "kafka/produce_queue.hpp"
#include "kafka/producer_message.hpp"
#include "kafka/producer_options.hpp"

namespace vedette::kafka {
namespace {

constexpr int kPollMs = 100;           // how long a stop may take to be seen
constexpr Millis kPurgeWithin{5'000};  // the library purges in milliseconds
constexpr Millis kDrainWithin{2'000};
constexpr int kPurgeAll = RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT;

Error to_error(int code) {
  const FailureCause cause = cause_of(code);
  const ErrorKind kind = cause == FailureCause::Closed         ? ErrorKind::Stopped
                         : cause == FailureCause::Purged       ? ErrorKind::Stopped
                         : cause == FailureCause::UnknownTopic ? ErrorKind::Unavailable
                                                               : ErrorKind::Invalid;
  return {kind, std::string("Kafka did not store the message: ") +
                    rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(code))};
}

bool is_fatal(rd_kafka_t* client) {
  return rd_kafka_fatal_error(client, nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR;
}

class RdProducer final : public Producer {
 public:
  RdProducer(const Settings& settings, const ProducerOptions& limits, Options options,
             DeliveryFn on_delivery, LogFn log)
      : max_message_bytes_(static_cast<std::size_t>(limits.max_message_bytes)),
        options_(std::move(options)),
        on_delivery_(std::move(on_delivery)),
        monitor_(settings, std::move(log)),
        queue_(limits.max_messages, limits.max_bytes),
        backoff_(Millis(100), Millis(30'000), std::random_device{}()) {}
  RdProducer(const RdProducer&) = delete;
  RdProducer& operator=(const RdProducer&) = delete;

  ~RdProducer() override {
    if (!thread_.joinable()) return;  // start() failed
    thread_.request_stop();
    thread_.join();
    closing_ = true;
    drain(kDrainWithin);
    for (const Waiting& waiting : held_) fail_ticket(*waiting.ticket, RD_KAFKA_RESP_ERR__DESTROY);
    for (const Waiting& waiting : rescued_)
      fail_ticket(*waiting.ticket, RD_KAFKA_RESP_ERR__DESTROY);
  }

  [[nodiscard]] Result<void> start() {
    Result<Client> client = make();
    if (!client) return tl::unexpected(client.error());
    client_ = std::move(*client);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    pthread_setname_np(thread_.native_handle(), "kafka-producer");
    return {};
  }

  Produced produce(Message message) override {
    const std::size_t bytes = size_of(message);
    if (bytes + kBatchOverheadBytes > max_message_bytes_) {
      queue_.refuse(FailureCause::TooLarge);
      return Produced::TooLarge;
    }
    if (!queue_.enter(bytes)) return Produced::QueueFull;
    const std::lock_guard lock(mutex_);
    Waiting waiting{
        std::make_unique<Ticket>(Ticket{next_sequence_++, message.tag, bytes, message.partition}),
        std::move(message)};
    const int error = rebuilding_ ? RD_KAFKA_RESP_ERR__FATAL : send(client_.get(), waiting);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return Produced::Queued;
    if (error == RD_KAFKA_RESP_ERR__FATAL) {  // the next instance takes it
      held_.push_back(std::move(waiting));
      return Produced::Queued;
    }
    const FailureCause cause = cause_of(error);
    queue_.leave_failed(bytes, cause);
    return cause == FailureCause::TooLarge ? Produced::TooLarge : Produced::Refused;
  }

  Result<void> flush(Millis deadline) override {
    if (queue_.wait_empty(deadline)) return {};
    return fail(ErrorKind::TimedOut, "Kafka did not acknowledge " +
                                         std::to_string(queue_.messages()) + " messages within " +
                                         std::to_string(deadline.count()) + " ms");
  }

  void purge() override {
    const std::lock_guard lock(mutex_);
    purged_below_ = next_sequence_;
    if (rebuilding_) return;  // the next instance is not given them
    rd_kafka_purge(client_.get(), kPurgeAll | RD_KAFKA_PURGE_F_NON_BLOCKING);
  }

  [[nodiscard]] ProducerStats stats() const override {
    ProducerStats stats;
    queue_.fill(stats);
    stats.rebuilds = rebuilds_;
    stats.resent = resent_;
    stats.uncompressed = monitor_.uncompressed();
    stats.connection = monitor_.connection();
    const Statistics statistics = monitor_.statistics();
    stats.retries = statistics.retries;
    stats.transmitted_bytes = statistics.transmitted_bytes;
    return stats;
  }

 private:
  [[nodiscard]] Result<Client> make() {
    return make_conf(options_, context_).and_then([](Conf&& conf) {
      rd_kafka_conf_set_dr_msg_cb(
          conf.get(), [](rd_kafka_t* client, const rd_kafka_message_t* report, void* opaque) {
            auto& context = *static_cast<CallbackContext*>(opaque);
            static_cast<RdProducer*>(context.owner)->on_report(client, *report);
          });
      return make_client(ClientKind::Producer, std::move(conf));
    });
  }

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      rd_kafka_poll(client_.get(), kPollMs);
      if (is_fatal(client_.get())) rebuild(stop);
    }
  }

  /// Called by the library inside rd_kafka_poll, on our thread only.
  void on_report(rd_kafka_t* client, const rd_kafka_message_t& report) {
    std::unique_ptr<Ticket> ticket(static_cast<Ticket*>(report._private));
    if (report.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      proven_ = true;
      if (on_delivery_) on_delivery_(ticket->tag, Delivered{report.partition, report.offset});
      queue_.leave_delivered(ticket->bytes);  // last: flush() promises that reports were given
      return;
    }
    const FailureCause cause = cause_of(report.err);
    const bool final_cause = cause == FailureCause::TooLarge ||
                             cause == FailureCause::Authorization ||
                             cause == FailureCause::UnknownTopic || is_purged(*ticket);
    if (is_fatal(client) && !closing_ && !final_cause) {
      rescued_.push_back(take_back(report, std::move(ticket)));
      return;
    }
    // The library purges at the end too, and then nobody gave the message up.
    const bool closed = closing_ && cause == FailureCause::Purged && !is_purged(*ticket);
    fail_ticket(*ticket, closed ? RD_KAFKA_RESP_ERR__DESTROY : report.err);
  }

  [[nodiscard]] bool is_purged(const Ticket& ticket) const {
    return ticket.sequence < purged_below_;
  }

  void fail_ticket(const Ticket& ticket, int code) {
    if (on_delivery_) on_delivery_(ticket.tag, tl::unexpected(to_error(code)));
    queue_.leave_failed(ticket.bytes, cause_of(code));
  }

  /// Gives up what the instance holds and serves the reports that say so.
  void drain(Millis deadline) {
    rd_kafka_purge(client_.get(), kPurgeAll);
    const SteadyTime end = RealClock().steady_now() + deadline;
    while (rd_kafka_outq_len(client_.get()) > 0 && RealClock().steady_now() < end) {
      rd_kafka_poll(client_.get(), kPollMs);
    }
  }

  /// A fatal error ends an instance for good: takes back all it holds and lets a new one send it.
  void rebuild(const std::stop_token& stop) {
    {
      const std::lock_guard lock(mutex_);
      rebuilding_ = true;
    }
    std::array<char, 512> reason{};
    rd_kafka_fatal_error(client_.get(), reason.data(), reason.size());
    drain(kPurgeWithin);
    require(rd_kafka_outq_len(client_.get()) == 0,
            "librdkafka gives back what it is told to purge");
    Client next = make_next(stop);
    if (next == nullptr) return;
    ++rebuilds_;
    monitor_.on_new_client();
    client_ = std::move(next);
    resend();
    monitor_.log(LogLevel::Warning, "Replaced the Kafka producer after a fatal error",
                 reason.data());
  }

  /// Null when a stop came first. Waits longer and longer while instances die before they have
  /// delivered anything: a cluster that keeps refusing must not be asked in a tight loop.
  [[nodiscard]] Client make_next(const std::stop_token& stop) {
    for (;;) {
      if (proven_) backoff_.reset();
      if (!proven_ && !pause(stop, backoff_.next())) return nullptr;
      proven_ = false;
      Result<Client> next = make();
      if (next) return std::move(*next);
      monitor_.log(LogLevel::Warning, "Could not make a new Kafka producer", next.error().message);
    }
  }

  /// Sends all that waits, oldest first, with the new instance.
  void resend() {
    std::vector<std::pair<Waiting, int>> failed;
    {
      const std::lock_guard lock(mutex_);
      resent_ += rescued_.size();
      std::vector<Waiting> all = std::exchange(rescued_, {});
      std::move(held_.begin(), held_.end(), std::back_inserter(all));
      held_.clear();
      std::sort(all.begin(), all.end(), [](const Waiting& a, const Waiting& b) {
        return a.ticket->sequence < b.ticket->sequence;
      });
      for (Waiting& waiting : all) {
        const int error = is_purged(*waiting.ticket) ? RD_KAFKA_RESP_ERR__PURGE_QUEUE
                                                     : send(client_.get(), waiting);
        if (error == RD_KAFKA_RESP_ERR__FATAL) {  // died again: the next one takes it
          held_.push_back(std::move(waiting));
        } else if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
          failed.emplace_back(std::move(waiting), error);
        }
      }
      rebuilding_ = false;
    }
    for (const auto& [waiting, error] : failed) fail_ticket(*waiting.ticket, error);
  }

  /// False when the wait ended because of a stop.
  [[nodiscard]] static bool pause(const std::stop_token& stop, Millis wait) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    return !never.wait_for(lock, stop, wait, [&] { return stop.stop_requested(); });
  }

  const std::size_t max_message_bytes_;
  const Options options_;
  const DeliveryFn on_delivery_;
  Monitor monitor_;
  ProduceQueue queue_;
  CallbackContext context_{monitor_, this};
  std::atomic<std::uint64_t> rebuilds_ = 0;
  std::atomic<std::uint64_t> resent_ = 0;
  std::atomic<std::uint64_t> purged_below_ = 0;  // tickets with a lesser sequence were given up

  std::mutex mutex_;
  bool rebuilding_ = false;          // guarded by mutex_
  std::uint64_t next_sequence_ = 0;  // guarded by mutex_
  std::vector<Waiting> held_;        // guarded by mutex_; came while there was no instance
  /// Replaced by our thread, and used by others, under mutex_.
  Client client_;

  // Of our own thread, and of the destructor once it has ended.
  std::vector<Waiting> rescued_;  // what a dead instance gave back
  Backoff backoff_;
  bool proven_ = true;  // this instance has delivered something; the first gets the benefit
  bool closing_ = false;

  std::jthread thread_;
};

}  // namespace

Result<std::unique_ptr<Producer>> start_producer(const Settings& settings,
                                                 const ProducerOptions& options,
                                                 DeliveryFn on_delivery, LogFn log) {
  Result<Options> all = load_options(settings);
  if (!all) return tl::unexpected(all.error());
  const Options own = to_options(options);
  all->insert(all->end(), own.begin(), own.end());
  auto producer = std::make_unique<RdProducer>(settings, options, std::move(*all),
                                               std::move(on_delivery), std::move(log));
  return producer->start().map([&] { return std::unique_ptr<Producer>(std::move(producer)); });
}

}  // namespace vedette::kafka
