#include "support/kafka_mock.hpp"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace vedette::test {
namespace {

constexpr std::int32_t kBroker = 1;
constexpr std::int16_t kProduceRequest = 0;  // its ApiKey in Kafka's protocol

rd_kafka_resp_err_t to_code(KafkaMock::ProduceError error) {
  switch (error) {
    case KafkaMock::ProduceError::OutOfOrderSequence:
      return RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER;
    case KafkaMock::ProduceError::NotPermitted:
      return RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;
    case KafkaMock::ProduceError::NotEnoughReplicas:
      return RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS;
  }
  return RD_KAFKA_RESP_ERR_UNKNOWN;
}

}  // namespace

struct KafkaMock::Impl {
  rd_kafka_t* client = nullptr;  // the cluster runs on a thread of this one's
  rd_kafka_mock_cluster_t* cluster = nullptr;

  ~Impl() {
    if (cluster != nullptr) rd_kafka_mock_cluster_destroy(cluster);
    if (client != nullptr) rd_kafka_destroy(client);
  }
};

KafkaMock::KafkaMock(const std::string& topic, int partitions) : impl_(std::make_unique<Impl>()) {
  std::array<char, 256> error{};
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_conf_set_log_cb(conf, nullptr);
  impl_->client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error.data(), error.size());
  if (impl_->client == nullptr) throw std::runtime_error(error.data());
  impl_->cluster = rd_kafka_mock_cluster_new(impl_->client, 1);
  if (impl_->cluster == nullptr) throw std::runtime_error("no mock cluster");
  rd_kafka_mock_topic_create(impl_->cluster, topic.c_str(), partitions, 1);
}

KafkaMock::~KafkaMock() = default;

std::string KafkaMock::brokers() const { return rd_kafka_mock_cluster_bootstraps(impl_->cluster); }

void KafkaMock::set_down() { rd_kafka_mock_broker_set_down(impl_->cluster, kBroker); }

void KafkaMock::set_up() { rd_kafka_mock_broker_set_up(impl_->cluster, kBroker); }

void KafkaMock::fail_produce(ProduceError error, int count) {
  const std::vector<rd_kafka_resp_err_t> codes(static_cast<std::size_t>(count), to_code(error));
  rd_kafka_mock_push_request_errors_array(impl_->cluster, kProduceRequest, codes.size(),
                                          codes.data());
}

}  // namespace vedette::test
