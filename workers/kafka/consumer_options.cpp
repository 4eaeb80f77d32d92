#include "kafka/consumer_options.hpp"

namespace vedette::kafka {

Options to_options(const ConsumerOptions& options) {
  return {
      {"group.id", options.group},
      // Never cooperative-sticky: closing before the first assignment aborts (librdkafka 2.0.2).
      {"partition.assignment.strategy", "range"},
      {"session.timeout.ms", std::to_string(options.session_timeout.count())},
      {"heartbeat.interval.ms", std::to_string(options.session_timeout.count() / 4)},
      {"max.poll.interval.ms", std::to_string(options.max_poll_interval.count())},
      {"auto.offset.reset", "earliest"},
      {"enable.partition.eof", options.start == Start::Beginning ? "true" : "false"},
      {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"},
      // Past this fetching rests for a whole second (librdkafka 2.0.2); so let only the bytes
      // limit what is fetched ahead.
      {"queued.min.messages", "1000000"},
      {"queued.max.messages.kbytes", "65536"},
      // A topic that is made after us is seen within this time.
      {"topic.metadata.refresh.interval.ms", "10000"},
  };
}

}  // namespace vedette::kafka
