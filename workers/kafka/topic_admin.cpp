#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <memory>

#include "kafka/client.hpp"
#include "kafka/topics.hpp"

namespace vedette::kafka {
namespace {

using std::chrono::duration_cast;

template <auto destroy>
struct Destroy {
  template <typename T>
  void operator()(T* object) const {
    destroy(object);
  }
};
using Queue = std::unique_ptr<rd_kafka_queue_t, Destroy<rd_kafka_queue_destroy>>;
using Event = std::unique_ptr<rd_kafka_event_t, Destroy<rd_kafka_event_destroy>>;
using AdminOptions =
    std::unique_ptr<rd_kafka_AdminOptions_t, Destroy<rd_kafka_AdminOptions_destroy>>;
using NewTopic = std::unique_ptr<rd_kafka_NewTopic_t, Destroy<rd_kafka_NewTopic_destroy>>;
using Resource =
    std::unique_ptr<rd_kafka_ConfigResource_t, Destroy<rd_kafka_ConfigResource_destroy>>;
using Topic = std::unique_ptr<rd_kafka_topic_t, Destroy<rd_kafka_topic_destroy>>;
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, Destroy<rd_kafka_metadata_destroy>>;

constexpr Millis kPause{100};  // between looks at a topic that was just created

/// One short-lived client and its deadline.
class TopicAdmin {
 public:
  TopicAdmin(Client client, const Monitor& monitor, const Settings& settings, SteadyTime end)
      : client_(std::move(client)), monitor_(monitor), settings_(settings), end_(end) {}

  /// What the broker knows of a topic; no partitions when it does not exist. The settings are
  /// not asked for here.
  Result<TopicFacts> describe(const std::string& name) {
    // Only this call asks for one topic, and as a consumer it does not create what it asks for.
    const Topic topic(rd_kafka_topic_new(client_.get(), name.c_str(), nullptr));
    const rd_kafka_metadata_t* answer = nullptr;
    const rd_kafka_resp_err_t error =
        rd_kafka_metadata(client_.get(), 0, topic.get(), &answer, left());
    rd_kafka_poll(client_.get(), 0);  // serves the error callback, which knows more
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return unavailable(rd_kafka_err2str(error));
    const Metadata metadata(answer);
    TopicFacts facts;
    if (metadata->topic_cnt != 1) return facts;
    const rd_kafka_metadata_topic_t& found = metadata->topics[0];
    if (found.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
        found.err == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE) {
      return facts;
    }
    if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return fail(
          ErrorKind::Unavailable,
          explain(trouble_of(found.err), name + ": " + rd_kafka_err2str(found.err), settings_));
    }
    facts.partitions = found.partition_cnt;
    for (int i = 0; i < found.partition_cnt; ++i) {
      const int replicas = found.partitions[i].replica_cnt;
      facts.replication = i == 0 ? replicas : std::min(facts.replication, replicas);
    }
    return facts;
  }

  /// Waits until a topic that was created shows all its partitions.
  Result<TopicFacts> await(const TopicSpec& spec) {
    for (;;) {
      Result<TopicFacts> facts = describe(spec.name);
      if (!facts || facts->partitions > 0) return facts;
      if (left() <= kPause.count()) {
        return unavailable("topic " + spec.name + " was created but did not appear");
      }
      rd_kafka_poll(client_.get(), static_cast<int>(kPause.count()));
    }
  }

  /// Another process may have been faster: that is success too.
  Result<void> create(const TopicSpec& spec) {
    std::array<char, 512> text{};
    const NewTopic topic(rd_kafka_NewTopic_new(spec.name.c_str(), spec.partitions, spec.replication,
                                               text.data(), text.size()));
    if (topic == nullptr) return refused(spec, text.data());
    for (const auto& [name, value] : spec.config) {
      rd_kafka_NewTopic_set_config(topic.get(), name.c_str(), value.c_str());
    }
    rd_kafka_NewTopic_t* list = topic.get();
    const Queue queue(rd_kafka_queue_new(client_.get()));
    rd_kafka_CreateTopics(client_.get(), &list, 1, options(RD_KAFKA_ADMIN_OP_CREATETOPICS).get(),
                          queue.get());
    const Event event(rd_kafka_queue_poll(queue.get(), left()));
    if (event == nullptr) return unavailable("no answer to CreateTopics");
    if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return unavailable(rd_kafka_event_error_string(event.get()));
    }
    std::size_t count = 0;
    const rd_kafka_topic_result_t** results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.get()), &count);
    const rd_kafka_resp_err_t error =
        count == 1 ? rd_kafka_topic_result_error(results[0]) : RD_KAFKA_RESP_ERR_UNKNOWN;
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
      return {};
    }
    const char* reason = count == 1 ? rd_kafka_topic_result_error_string(results[0]) : nullptr;
    return refused(spec, reason != nullptr ? reason : rd_kafka_err2str(error));
  }

  /// All settings of a topic, defaults too; empty when the broker does not let us see them.
  std::map<std::string, std::string> config_of(const std::string& name) {
    const Resource resource(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str()));
    rd_kafka_ConfigResource_t* list = resource.get();
    const Queue queue(rd_kafka_queue_new(client_.get()));
    rd_kafka_DescribeConfigs(client_.get(), &list, 1,
                             options(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS).get(), queue.get());
    const Event event(rd_kafka_queue_poll(queue.get(), left()));
    std::map<std::string, std::string> config;
    if (event == nullptr || rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return config;
    }
    std::size_t count = 0;
    const rd_kafka_ConfigResource_t** found = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event.get()), &count);
    if (count != 1) return config;
    std::size_t entries = 0;
    const rd_kafka_ConfigEntry_t** entry = rd_kafka_ConfigResource_configs(found[0], &entries);
    for (std::size_t i = 0; i < entries; ++i) {
      const char* value = rd_kafka_ConfigEntry_value(entry[i]);
      if (value != nullptr) config[rd_kafka_ConfigEntry_name(entry[i])] = value;
    }
    return config;
  }

 private:
  [[nodiscard]] int left() const {
    const auto rest = duration_cast<Millis>(end_ - RealClock().steady_now()).count();
    return static_cast<int>(std::max<Millis::rep>(rest, 1));
  }

  [[nodiscard]] AdminOptions options(rd_kafka_admin_op_t operation) const {
    AdminOptions made(rd_kafka_AdminOptions_new(client_.get(), operation));
    std::array<char, 128> text{};
    rd_kafka_AdminOptions_set_request_timeout(made.get(), left(), text.data(), text.size());
    return made;
  }

  /// The reason that the client's own errors gave says more than "timed out".
  [[nodiscard]] tl::unexpected<Error> unavailable(std::string_view detail) const {
    const Connection connection = monitor_.connection();
    const bool known = !connection.up && connection.reason != Connection{}.reason;
    return fail(ErrorKind::Unavailable,
                known ? connection.reason : explain(Trouble::Transport, detail, settings_));
  }

  [[nodiscard]] static tl::unexpected<Error> refused(const TopicSpec& spec,
                                                     std::string_view reason) {
    return fail(ErrorKind::Invalid, "Kafka refused to create topic " + spec.name + " (" +
                                        std::string(reason) +
                                        "): change --kafka-partitions or --kafka-replication, or "
                                        "create it yourself");
  }

  Client client_;
  const Monitor& monitor_;
  const Settings& settings_;
  SteadyTime end_;
};

Result<TopicFacts> ensure_topic(TopicAdmin& admin, const TopicSpec& spec, bool create,
                                TopicReport& report) {
  Result<TopicFacts> facts = admin.describe(spec.name);
  if (!facts || facts->partitions > 0) return facts;
  if (!create) {
    return fail(ErrorKind::Unavailable, "topic " + spec.name +
                                            " does not exist in Kafka: create it or set "
                                            "--kafka-create-topics=true");
  }
  const Result<void> created = admin.create(spec);
  if (!created) return tl::unexpected(created.error());
  report.created.push_back(spec.name);
  return admin.await(spec);
}

}  // namespace

Result<TopicReport> ensure_topics(const Settings& settings, const std::vector<TopicSpec>& specs,
                                  bool create, Millis deadline) {
  const SteadyTime end = RealClock().steady_now() + deadline;
  const Result<Options> options = load_options(settings);
  if (!options) return tl::unexpected(options.error());
  Monitor monitor(settings, [](LogLevel, std::string_view, std::string_view) {});
  CallbackContext context{monitor};
  Result<Client> client = make_conf(*options, context).and_then([](Conf&& conf) {
    return make_client(ClientKind::Consumer, std::move(conf));
  });
  if (!client) return tl::unexpected(client.error());

  TopicAdmin admin(std::move(*client), monitor, settings, end);
  TopicReport report;
  std::map<std::string, TopicFacts> all;
  for (const TopicSpec& spec : specs) {
    Result<TopicFacts> facts = ensure_topic(admin, spec, create, report);
    if (!facts) return tl::unexpected(facts.error());
    facts->config = admin.config_of(spec.name);
    report.partitions[spec.name] = facts->partitions;
    all[spec.name] = std::move(*facts);
  }
  report.warnings = compare(specs, all);
  return report;
}

}  // namespace vedette::kafka
