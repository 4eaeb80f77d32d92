#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "kafka/monitor.hpp"
#include "kafka/settings.hpp"

// librdkafka's own types: its header stays out of ours.
struct rd_kafka_s;
struct rd_kafka_conf_s;

namespace vedette::kafka {

struct ClientDeleter {
  /// Waits for the library's threads; callbacks may run meanwhile.
  void operator()(rd_kafka_s* client) const;
};
using Client = std::unique_ptr<rd_kafka_s, ClientDeleter>;

struct ConfDeleter {
  void operator()(rd_kafka_conf_s* conf) const;
};
using Conf = std::unique_ptr<rd_kafka_conf_s, ConfDeleter>;

/// What the callbacks of a client reach: its opaque pointer points here.
struct CallbackContext {
  Monitor& monitor;
  void* owner = nullptr;
};

enum class ClientKind { Producer, Consumer };

/// A configuration with `options`, whose errors, statistics and log go to context.monitor;
/// `context` must outlive the client. Fails with Internal when the library does not know an option.
[[nodiscard]] Result<Conf> make_conf(const Options& options, CallbackContext& context);

/// Fails with Invalid, e.g. when a certificate cannot be used.
[[nodiscard]] Result<Client> make_client(ClientKind kind, Conf conf);

/// Sorts an error code (rd_kafka_resp_err_t) of the library's.
[[nodiscard]] Trouble trouble_of(int code);

}  // namespace vedette::kafka
