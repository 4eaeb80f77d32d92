#pragma once

#include <CLI/App.hpp>

#include "kafka/producer.hpp"
#include "kafka/settings.hpp"
#include "kafka/topics.hpp"

namespace vedette::kafka {

/// Adds --kafka-brokers, -security, -ca, -cert, -key, -sasl-mechanism, -username, -password-file.
/// What contradicts is found by validate().
void add_connection_options(CLI::App& app, Settings& settings);

/// Adds --kafka-create-topics, --kafka-partitions and --kafka-replication.
void add_topic_options(CLI::App& app, TopicOptions& options);

/// Adds --kafka-compression, --kafka-queue-messages and --kafka-queue-bytes.
void add_producer_options(CLI::App& app, ProducerOptions& options);

}  // namespace vedette::kafka
