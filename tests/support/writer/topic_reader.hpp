#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "kafka/message.hpp"

namespace vedette::test {

/// Reads a topic from its beginning until it has `count` messages. Throws std::runtime_error when
/// there are fewer after `deadline`.
[[nodiscard]] std::vector<kafka::Message> read_topic(const std::string& brokers,
                                                     const std::string& topic, std::size_t count,
                                                     Millis deadline);

/// The value of a message's header; empty without one.
[[nodiscard]] std::string header_of(const kafka::Message& message, const std::string& name);

}  // namespace vedette::test
