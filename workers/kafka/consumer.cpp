#include "kafka/consumer.hpp"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kafka/client.hpp"
#include "kafka/consumer_options.hpp"
#include "kafka/consumer_progress.hpp"
#include "kafka/rd_record.hpp"
#include "kafka/read_positions.hpp"

namespace vedette::kafka {
namespace {

constexpr Millis kLeaveWithin{2'000};
constexpr int kServeMs = 100;
constexpr std::size_t kWakePolls = 3;  // so many full polls are read while more is fetched

struct ListDeleter {
  void operator()(rd_kafka_topic_partition_list_t* list) const {
    rd_kafka_topic_partition_list_destroy(list);
  }
};
using List = std::unique_ptr<rd_kafka_topic_partition_list_t, ListDeleter>;

struct QueueDeleter {
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
};
using Queue = std::unique_ptr<rd_kafka_queue_t, QueueDeleter>;

struct EventDeleter {
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
using Event = std::unique_ptr<rd_kafka_event_t, EventDeleter>;

struct MessageDeleter {
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
};
using Polled = std::unique_ptr<rd_kafka_message_t, MessageDeleter>;

std::vector<TopicPartition> to_partitions(const rd_kafka_topic_partition_list_t& list) {
  std::vector<TopicPartition> out;
  out.reserve(static_cast<std::size_t>(list.cnt));
  for (int i = 0; i < list.cnt; ++i) out.push_back({list.elems[i].topic, list.elems[i].partition});
  return out;
}

/// Milliseconds until `end`, 0 when it has passed.
int left(SteadyTime end) {
  const auto rest = std::chrono::ceil<Millis>(end - RealClock().steady_now()).count();
  return static_cast<int>(std::max<Millis::rep>(rest, 0));
}

/// Whether the group has moved on without this member.
bool group_moved_on(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION ||
         code == RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID ||
         code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID;
}

class RdConsumer final : public Consumer {
 public:
  RdConsumer(const Settings& settings, const ConsumerOptions& options, RebalanceHandler& handler,
             LogFn log)
      : settings_(settings),
        options_(options),
        handler_(handler),
        monitor_(settings, std::move(log)) {}
  RdConsumer(const RdConsumer&) = delete;
  RdConsumer& operator=(const RdConsumer&) = delete;

  ~RdConsumer() override {
    // The broker notices a member that could not say goodbye after the session timeout.
    if (client_ != nullptr && !closed_) static_cast<void>(close(kLeaveWithin));
  }

  [[nodiscard]] Result<void> start(const Options& options) {
    Result<Client> client = make_conf(options, context_).and_then([](Conf&& conf) {
      rd_kafka_conf_set_rebalance_cb(
          conf.get(), [](rd_kafka_t*, rd_kafka_resp_err_t code,
                         rd_kafka_topic_partition_list_t* list, void* opaque) {
            auto& context = *static_cast<CallbackContext*>(opaque);
            static_cast<RdConsumer*>(context.owner)->on_rebalance(code, *list);
          });
      return make_client(ClientKind::Consumer, std::move(conf));
    });
    if (!client) return tl::unexpected(client.error());
    client_ = std::move(*client);
    rd_kafka_poll_set_consumer(client_.get());
    queue_.reset(rd_kafka_queue_get_consumer(client_.get()));
    if (options_.alone_with) return {};  // the first poll assigns
    const List topics(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(topics.get(), options_.topic.c_str(), RD_KAFKA_PARTITION_UA);
    const rd_kafka_resp_err_t error = rd_kafka_subscribe(client_.get(), topics.get());
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    return fail(ErrorKind::Internal,
                "cannot subscribe to " + options_.topic + ": " + rd_kafka_err2str(error));
  }

  Result<std::vector<Record>> poll(std::size_t max, Millis deadline) override {
    const SteadyTime end = RealClock().steady_now() + deadline;
    if (options_.alone_with && !std::exchange(assigned_alone_, true)) assign_alone();
    std::vector<Record> records;
    Result<void> trouble;
    polled_ = &records;
    tell_ends();  // of what the poll before returned
    while (records.size() < max && trouble) {
      const int wait = records.empty() ? left(end) : 0;
      const Polled message(rd_kafka_consumer_poll(client_.get(), wait));
      if (message == nullptr) {
        if (wait == 0) break;
        continue;
      }
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        records.push_back(to_record(*message));
      } else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        positions_.on_end({rd_kafka_topic_name(message->rkt), message->partition});
        if (records.empty()) tell_ends();
      } else {
        trouble = to_result(*message);
      }
    }
    polled_ = nullptr;
    if (!records.empty()) {
      if (runs_dry(records.size(), max) && more_at_broker(records.back())) wake_fetching();
      monitor_.clear_obstacle();
      progress_.on_consumed(records);
      positions_.on_records(records);
      return records;
    }
    if (!trouble) return tl::unexpected(trouble.error());
    return records;
  }

  void pause() override {
    paused_ = true;
    for_assignment(rd_kafka_pause_partitions);
  }

  void resume() override {
    paused_ = false;
    for_assignment(rd_kafka_resume_partitions);
  }

  Result<void> commit_sync(const Offsets& offsets, Millis deadline) override {
    if (offsets.empty()) return {};
    const List list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
    for (const auto& [partition, offset] : offsets) {
      rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition)
          ->offset = offset;
    }
    const Queue queue(rd_kafka_queue_new(client_.get()));
    rd_kafka_resp_err_t code =
        rd_kafka_commit_queue(client_.get(), list.get(), queue.get(), nullptr, nullptr);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
      const Event event(rd_kafka_queue_poll(queue.get(), static_cast<int>(deadline.count())));
      code = event == nullptr ? RD_KAFKA_RESP_ERR__TIMED_OUT : worst_error(*event);
    }
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
      progress_.on_committed(offsets);
      return {};
    }
    progress_.on_commit_failed();
    const std::string reason = rd_kafka_err2str(code);
    if (group_moved_on(code)) {
      return fail(ErrorKind::Stopped,
                  "offsets were not committed: the group moved on without this member (" + reason +
                      "); what is uncommitted will be read again");
    }
    return fail(code == RD_KAFKA_RESP_ERR__TIMED_OUT ? ErrorKind::TimedOut : ErrorKind::Unavailable,
                "offsets were not committed: " + reason);
  }

  Result<void> close(Millis deadline) override {
    const SteadyTime end = RealClock().steady_now() + deadline;
    rd_kafka_error_t* refused = rd_kafka_consumer_close_queue(client_.get(), queue_.get());
    if (refused != nullptr) {
      const std::string reason = rd_kafka_error_string(refused);
      rd_kafka_error_destroy(refused);
      return fail(ErrorKind::Internal, "cannot leave the consumer group: " + reason);
    }
    closed_ = true;
    // Serves the last revoke too, on this thread.
    while (rd_kafka_consumer_closed(client_.get()) == 0) {
      const int wait = left(end);
      if (wait == 0) {
        return fail(ErrorKind::TimedOut, "did not leave the consumer group within " +
                                             std::to_string(deadline.count()) +
                                             " ms; its partitions move after the session timeout");
      }
      // Not rd_kafka_queue_poll_callback: records that were fetched already lie in this queue, and
      // librdkafka 2.0.2 aborts on one there. They are the next owner's.
      const Polled ignored(rd_kafka_consumer_poll(client_.get(), std::min(wait, kServeMs)));
    }
    return {};
  }

  [[nodiscard]] ConsumerStats stats() const override {
    ConsumerStats stats;
    progress_.fill(stats, monitor_.statistics());
    stats.connection = monitor_.connection();
    return stats;
  }

 private:
  void on_rebalance(rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t& list) {
    const std::vector<TopicPartition> partitions = to_partitions(list);
    if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) return assign(partitions, list);
    // What this poll took was not given to anybody yet: the next owner reads it again.
    if (polled_ != nullptr) polled_->clear();
    handler_.on_revoke(partitions, rd_kafka_assignment_lost(client_.get()) != 0);
    progress_.on_revoke();
    positions_.on_revoke();
    // The library keeps a pause over the loss of a partition: nobody would resume it when it is
    // ours again and resume() came in between.
    if (paused_) rd_kafka_resume_partitions(client_.get(), &list);
    rd_kafka_assign(client_.get(), nullptr);
  }

  void assign(const std::vector<TopicPartition>& partitions,
              rd_kafka_topic_partition_list_t& list) {
    if (options_.start == Start::Beginning) {
      const auto starts = positions_.on_assign(partitions);
      for (int i = 0; i < list.cnt; ++i) {
        list.elems[i].offset =
            starts[static_cast<std::size_t>(i)].value_or(RD_KAFKA_OFFSET_BEGINNING);
      }
    }
    rd_kafka_assign(client_.get(), &list);
    if (paused_) rd_kafka_pause_partitions(client_.get(), &list);
    monitor_.clear_obstacle();
    progress_.on_assign();
    handler_.on_assign(partitions);
  }

  void assign_alone() {
    const List list(rd_kafka_topic_partition_list_new(*options_.alone_with));
    rd_kafka_topic_partition_list_add_range(list.get(), options_.topic.c_str(), 0,
                                            *options_.alone_with - 1);
    assign(to_partitions(*list), *list);
  }

  void tell_ends() {
    for (const TopicPartition& partition : positions_.take_ends()) handler_.on_end(partition);
  }

  /// What an error in the place of a message means.
  [[nodiscard]] Result<void> to_result(const rd_kafka_message_t& message) {
    const std::string detail = rd_kafka_message_errstr(&message);
    if (message.err == RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED) {
      monitor_.log(LogLevel::Warning, "Lost partitions by polling too late", detail);
      return {};
    }
    std::array<char, 512> fatal{};
    if (rd_kafka_fatal_error(client_.get(), fatal.data(), fatal.size()) !=
        RD_KAFKA_RESP_ERR_NO_ERROR) {
      return fail(ErrorKind::Internal,
                  std::string("the Kafka consumer is of no use any more: ") + fatal.data());
    }
    const Trouble trouble = trouble_of(message.err);
    if (trouble == Trouble::Permission || trouble == Trouble::MissingTopic) {
      monitor_.set_obstacle(trouble, detail);
    }
    return fail(ErrorKind::Unavailable, explain(trouble, detail, settings_));
  }

  [[nodiscard]] static rd_kafka_resp_err_t worst_error(rd_kafka_event_t& event) {
    const rd_kafka_resp_err_t whole = rd_kafka_event_error(&event);
    if (whole != RD_KAFKA_RESP_ERR_NO_ERROR) return whole;
    const rd_kafka_topic_partition_list_t* list = rd_kafka_event_topic_partition_list(&event);
    for (int i = 0; list != nullptr && i < list->cnt; ++i) {
      if (list->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) return list->elems[i].err;
    }
    return RD_KAFKA_RESP_ERR_NO_ERROR;
  }

  /// Whether a poll that took `taken` of `max` left little in a queue that was full, told once each
  /// time, or nothing.
  [[nodiscard]] bool runs_dry(std::size_t taken, std::size_t max) {
    if (taken < max) return true;
    const bool low = rd_kafka_queue_length(queue_.get()) < kWakePolls * max;
    return std::exchange(queue_was_full_, !low) && low;
  }

  /// As of the last fetch, without asking.
  [[nodiscard]] bool more_at_broker(const Record& record) const {
    std::int64_t low = 0;
    std::int64_t high = 0;
    return rd_kafka_get_watermark_offsets(client_.get(), std::string(record.topic).c_str(),
                                          record.partition, &low,
                                          &high) == RD_KAFKA_RESP_ERR_NO_ERROR &&
           high > record.offset + 1;
  }

  /// The queue runs dry before the log does: the library (2.0.2) rests up to a second after the
  /// queue was full, and looks again only when something goes to the broker. So ask for the logs'
  /// ends; nobody waits for the answer.
  void wake_fetching() {
    for_assignment([](rd_kafka_t* client, rd_kafka_topic_partition_list_t* list) {
      for (int i = 0; i < list->cnt; ++i) list->elems[i].offset = RD_KAFKA_OFFSET_END;
      return rd_kafka_offsets_for_times(client, list, 0);
    });
  }

  void for_assignment(rd_kafka_resp_err_t (*apply)(rd_kafka_t*, rd_kafka_topic_partition_list_t*)) {
    rd_kafka_topic_partition_list_t* raw = nullptr;
    if (rd_kafka_assignment(client_.get(), &raw) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
    const List assignment(raw);
    apply(client_.get(), assignment.get());
  }

  const Settings settings_;
  const ConsumerOptions options_;
  RebalanceHandler& handler_;
  Monitor monitor_;
  ConsumerProgress progress_;
  CallbackContext context_{monitor_, this};
  ReadPositions positions_;  // of Start::Beginning
  bool assigned_alone_ = false;
  bool paused_ = false;
  bool closed_ = false;
  bool queue_was_full_ = false;            // when it was looked at last
  std::vector<Record>* polled_ = nullptr;  // while poll() runs: what it has taken so far
  Client client_;
  Queue queue_;  // what poll() takes from; a reference into client_
};

}  // namespace

Result<std::unique_ptr<Consumer>> start_consumer(const Settings& settings,
                                                 const ConsumerOptions& options,
                                                 RebalanceHandler& handler, LogFn log) {
  Result<Options> all = load_options(settings);
  if (!all) return tl::unexpected(all.error());
  const Options own = to_options(options);
  all->insert(all->end(), own.begin(), own.end());
  auto consumer = std::make_unique<RdConsumer>(settings, options, handler, std::move(log));
  return consumer->start(*all).map([&] { return std::unique_ptr<Consumer>(std::move(consumer)); });
}

}  // namespace vedette::kafka
