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
      // What is fetched ahead is bounded by bytes alone, unpacked: these, and over them what one
      // answer of the broker holds. That one counts packed, and results unpack to about eight times
      // as much. (A larger record passes all the same: the first of an answer always does.)
      {"queued.min.messages", "1000000"},
      {"queued.max.messages.kbytes", "8192"},
      {"fetch.message.max.bytes", "65536"},
      {"fetch.max.bytes", "1048576"},
      // A topic that is made after us is seen within this time.
      {"topic.metadata.refresh.interval.ms", "10000"},
  };
}

}  // namespace vedette::kafka
