#include "support/prober/rig.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include "kafka/consumer.hpp"
#include "kafka/topics.hpp"
#include "model/probe_result_json.hpp"
#include "model/shard_heartbeat_json.hpp"
#include "model/target_state_json.hpp"
#include "support/fault.hpp"

namespace vedette::test {
namespace {

constexpr std::chrono::seconds kPatience(60);

/// Everything that a topic holds now.
std::vector<kafka::Record> read_all(const std::string& brokers, std::string_view topic,
                                    std::int32_t partitions) {
  struct Ends final : kafka::RebalanceHandler {
    void on_assign(const std::vector<kafka::TopicPartition>&) override {}
    void on_revoke(const std::vector<kafka::TopicPartition>&, bool) override {}
    void on_end(const kafka::TopicPartition&) override { ++ended; }
    std::int32_t ended = 0;
  };
  kafka::Settings settings;
  settings.brokers = brokers;
  Ends ends;
  kafka::ConsumerOptions options{.topic = std::string(topic), .group = "reader"};
  options.start = kafka::Start::Beginning;
  options.alone_with = partitions;
  auto consumer = kafka::start_consumer(settings, options, ends,
                                        [](LogLevel, std::string_view, std::string_view) {});
  BOOST_REQUIRE_MESSAGE(consumer, fault_of(consumer));
  std::vector<kafka::Record> all;
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (ends.ended < partitions && std::chrono::steady_clock::now() < end) {
    auto records = (*consumer)->poll(10'000, Millis(200));
    if (records) std::ranges::move(*records, std::back_inserter(all));
  }
  BOOST_TEST(ends.ended == partitions, topic << " was not read to its end");
  return all;
}

Stored stored_of(const kafka::Record& record) {
  Stored stored;
  stored.partition = record.partition;
  stored.key = record.key;
  for (const kafka::HeaderView& header : record.headers) {
    stored.headers.emplace_back(header.name, header.value);
  }
  const auto result = model::probe_result_from_json(record.value);
  BOOST_REQUIRE_MESSAGE(result, fault_of(result));
  stored.result = *result;
  return stored;
}

std::string next_source() {
  static int sources = 0;
  return "case-" + std::to_string(++sources);
}

}  // namespace

std::string Stored::header(const std::string& name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return {};
}

KafkaProcess& shared_broker() {
  static KafkaProcess broker;
  return broker;
}

Rig::Rig(KafkaProcess& broker) : kafka(broker), source(next_source()) {
  std::filesystem::create_directories(directory_.path() / "targets");
}

void Rig::put(const std::string& name, const std::string& path, const std::string& spec) {
  put_url(name, site.http_url(path), spec);
}

void Rig::put_url(const std::string& name, const std::string& url, const std::string& spec) {
  put_file(name, "apiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata: {name: " + name +
                     "}\nspec: {url: \"" + url + "\", " + spec + "}\n");
  names_.insert(name);
}

void Rig::put_file(const std::string& name, const std::string& manifests) {
  const auto hidden = directory_.path() / (name + ".new");
  std::ofstream(hidden) << manifests;
  std::filesystem::rename(hidden, directory_.path() / "targets" / (name + ".yaml"));
}

void Rig::remove(const std::string& name) {
  std::filesystem::remove(directory_.path() / "targets" / (name + ".yaml"));
}

std::vector<std::string> Rig::arguments() const {
  return {"run",        "--targets",       (directory_.path() / "targets").string(),
          "--location", "eu-west",         "--source",
          source,       "--kafka-brokers", kafka.brokers()};
}

std::filesystem::path Rig::new_log() {
  return directory_.path() / ("prober-" + std::to_string(++logs_) + ".log");
}

void Rig::start_prober(const std::vector<std::string>& more) {
  std::vector<std::string> all = arguments();
  all.insert(all.end(), more.begin(), more.end());
  prober_ = std::make_unique<ProberProcess>(std::move(all), new_log());
}

ExitStatus Rig::stop_prober() {
  prober().signal(SIGTERM);
  const auto status = prober().wait_for(Millis(30'000));
  BOOST_REQUIRE_MESSAGE(status, "the prober did not end within 30 s of SIGTERM");
  return *status;
}

void Rig::kill9_prober() {
  prober().signal(SIGKILL);
  BOOST_REQUIRE(prober().wait_for(Millis(30'000)));
}

std::vector<Stored> Rig::stored() {
  const auto last = boost::json::parse(wait_for_log("Stopped"));
  const auto count = last.at("resultsDelivered").to_number<std::size_t>();
  BOOST_TEST(last.at("resultsLost").to_number<std::size_t>() == 0u);
  auto all = stored_so_far();
  BOOST_TEST(all.size() == count);
  return all;
}

std::vector<Stored> Rig::stored_so_far() {
  std::vector<Stored> all;
  for (const kafka::Record& record :
       read_all(kafka.brokers(), kafka::kResultsTopic, kafka::results_topic({}).partitions)) {
    Stored stored = stored_of(record);
    if (stored.result.target.source == source) all.push_back(std::move(stored));
  }
  return all;
}

std::vector<model::ShardHeartbeat> Rig::heartbeats_since(SystemTime time) {
  std::vector<model::ShardHeartbeat> found;
  for (const kafka::Record& record : read_all(kafka.brokers(), kafka::kStatesTopic, 64)) {
    if (!model::is_heartbeat_key(record.key)) continue;
    const auto heartbeat = model::shard_heartbeat_from(record.key, record.value);
    BOOST_REQUIRE_MESSAGE(heartbeat, fault_of(heartbeat));
    if (heartbeat->at >= time) found.push_back(*heartbeat);
  }
  return found;
}

std::vector<std::pair<std::string, model::TargetState>> Rig::all_states() {
  std::map<model::TargetId, std::string> names;
  for (const std::string& name : names_) {
    names[model::make_target_id(source, "default", name)] = name;
  }
  std::vector<std::pair<std::string, model::TargetState>> found;
  for (const kafka::Record& record : read_all(kafka.brokers(), kafka::kStatesTopic, 64)) {
    const auto state = model::target_state_from(record.key, record.value);
    if (!state || !names.contains(state->id)) continue;
    BOOST_TEST(record.partition == model::shard_of(state->id, 64));
    found.emplace_back(names[state->id], *state);
  }
  return found;
}

std::map<std::string, model::TargetState> Rig::states() {
  std::map<std::string, model::TargetState> highest;
  for (const auto& [name, state] : all_states()) {
    const auto [place, is_new] = highest.try_emplace(name, state);
    if (!is_new && newer(state, place->second)) place->second = state;
  }
  return highest;
}

std::map<std::string, model::TargetState> Rig::latest_states() {
  std::map<std::string, model::TargetState> latest;
  for (const auto& [name, state] : all_states()) latest[name] = state;
  return latest;
}

std::vector<Stored> of(const std::string& name, std::vector<Stored> all) {
  std::erase_if(all, [&](const Stored& each) { return each.result.target.name != name; });
  std::ranges::sort(all, {}, [](const Stored& each) { return each.result.scheduled_at; });
  return all;
}

}  // namespace vedette::test
