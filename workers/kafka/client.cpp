#include "kafka/client.hpp"

#include <array>

#include <librdkafka/rdkafka.h>

namespace vedette::kafka {
namespace {

CallbackContext& context_of(void* opaque) { return *static_cast<CallbackContext*>(opaque); }

void on_error(rd_kafka_t* client, int code, const char* reason, void* opaque) {
  Monitor& monitor = context_of(opaque).monitor;
  if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) return monitor.on_all_brokers_down();
  if (code == RD_KAFKA_RESP_ERR__FATAL) {
    std::array<char, 512> text{};
    rd_kafka_fatal_error(client, text.data(), text.size());
    return monitor.on_error(Trouble::Other, text.data());
  }
  monitor.on_error(trouble_of(code), reason);
}

int on_statistics(rd_kafka_t*, char* json, size_t length, void* opaque) {
  context_of(opaque).monitor.on_statistics({json, length});
  return 0;  // the library frees the text
}

void on_log(const rd_kafka_t* client, int severity, const char* facility, const char* text) {
  context_of(rd_kafka_opaque(client)).monitor.on_log(severity, facility, text);
}

}  // namespace

void ClientDeleter::operator()(rd_kafka_s* client) const {
  rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

void ConfDeleter::operator()(rd_kafka_conf_s* conf) const { rd_kafka_conf_destroy(conf); }

Result<Conf> make_conf(const Options& options, CallbackContext& context) {
  Conf conf(rd_kafka_conf_new());
  std::array<char, 512> error{};
  for (const auto& [name, value] : options) {
    if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), error.data(), error.size()) !=
        RD_KAFKA_CONF_OK) {
      return fail(ErrorKind::Internal, "librdkafka refused option " + name + ": " + error.data());
    }
  }
  // Once a second: /readyz and the lag are no older than that. Costs about 0.1 ms each.
  rd_kafka_conf_set(conf.get(), "statistics.interval.ms", "1000", nullptr, 0);
  rd_kafka_conf_set_opaque(conf.get(), &context);
  rd_kafka_conf_set_error_cb(conf.get(), on_error);
  rd_kafka_conf_set_stats_cb(conf.get(), on_statistics);
  rd_kafka_conf_set_log_cb(conf.get(), on_log);
  return conf;
}

Result<Client> make_client(ClientKind kind, Conf conf) {
  std::array<char, 512> error{};
  rd_kafka_conf_t* given = conf.release();  // the client owns it when there is one
  rd_kafka_t* client =
      rd_kafka_new(kind == ClientKind::Producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER, given,
                   error.data(), error.size());
  if (client == nullptr) {
    conf.reset(given);
    return fail(
        ErrorKind::Invalid,
        std::string("cannot make a Kafka client from the flags --kafka-…: ") + error.data());
  }
  return Client(client);
}

Trouble trouble_of(int code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
      return Trouble::Transport;
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
      return Trouble::Authentication;
    case RD_KAFKA_RESP_ERR__SSL:
      return Trouble::Tls;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
      return Trouble::Permission;
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      return Trouble::MissingTopic;
    default:
      return Trouble::Other;
  }
}

}  // namespace vedette::kafka
