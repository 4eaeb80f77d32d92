#include "support/prober/rig.hpp"

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include "kafka/consumer.hpp"
#include "kafka/topics.hpp"
#include "model/probe_result_json.hpp"
#include "support/fault.hpp"
#include "support/paths.hpp"

namespace vedette::test {
namespace {

constexpr std::chrono::seconds kPatience(60);

class NoRebalance final : public kafka::RebalanceHandler {
 public:
  void on_assign(const std::vector<kafka::TopicPartition>&) override {}
  void on_revoke(const std::vector<kafka::TopicPartition>&, bool) override {}
};

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

/// Looks again each 20 ms until `found` is not empty.
template <typename Look>
auto wait_until_found(const std::string& what, Look look) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  while (std::chrono::steady_clock::now() < end) {
    if (auto found = look()) return *found;
    never.wait_for(lock, Millis(20));
  }
  throw std::runtime_error("waited in vain for " + what);
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
  const auto hidden = directory_.path() / (name + ".new");
  std::ofstream(hidden) << "apiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata: {name: "
                        << name << "}\nspec: {url: \"" << url << "\", " << spec << "}\n";
  std::filesystem::rename(hidden, directory_.path() / "targets" / (name + ".yaml"));
}

void Rig::remove(const std::string& name) {
  std::filesystem::remove(directory_.path() / "targets" / (name + ".yaml"));
}

void Rig::start_prober() {
  prober_ = std::make_unique<ChildProcess>(
      prober_program(),
      ChildOptions{
          .arguments = {"run", "--targets", (directory_.path() / "targets").string(), "--location",
                        "eu-west", "--source", source, "--kafka-brokers", kafka.brokers(),
                        "--listen", "127.0.0.1:0", "--log-format", "json"},
          .stderr_file = directory_.path() / "prober.log"});
}

ExitStatus Rig::stop_prober() {
  prober_->signal(SIGTERM);
  const auto status = prober_->wait_for(Millis(30'000));
  BOOST_REQUIRE_MESSAGE(status, "the prober did not end within 30 s of SIGTERM");
  return *status;
}

std::string Rig::wait_for_log(const std::string& message, std::size_t times) {
  return wait_until_found("\"" + message + "\" in the log", [&]() -> std::optional<std::string> {
    std::ifstream log(directory_.path() / "prober.log");
    std::size_t seen = 0;
    for (std::string line; std::getline(log, line);) {
      if (line.find("\"" + message + "\"") != std::string::npos && ++seen == times) return line;
    }
    return std::nullopt;
  });
}

std::vector<Stored> Rig::stored() {
  const auto last = boost::json::parse(wait_for_log("Stopped"));
  const auto count = last.at("resultsDelivered").to_number<std::size_t>();
  BOOST_TEST(last.at("resultsLost").to_number<std::size_t>() == 0u);
  kafka::Settings settings;
  settings.brokers = kafka.brokers();
  NoRebalance handler;
  auto consumer = kafka::start_consumer(
      settings, {.topic = std::string(kafka::kResultsTopic), .group = "reader-of-" + source},
      handler, [](LogLevel, std::string_view, std::string_view) {});
  BOOST_REQUIRE_MESSAGE(consumer, fault_of(consumer));
  std::vector<Stored> all;
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (all.size() < count && std::chrono::steady_clock::now() < end) {
    const auto records = (*consumer)->poll(10'000, Millis(200));
    if (!records) continue;
    for (const kafka::Record& record : *records) {
      Stored stored = stored_of(record);
      if (stored.result.target.source == source) all.push_back(std::move(stored));
    }
  }
  BOOST_TEST(all.size() == count);
  return all;
}

std::string Rig::page(const std::string& path) {
  const auto line = boost::json::parse(wait_for_log("Listening for metrics and health"));
  namespace asio = boost::asio;
  asio::io_context io;
  asio::ip::tcp::socket socket(io);
  socket.connect(
      {asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(line.at("port").as_int64())});
  asio::write(socket, asio::buffer("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"));
  std::string answer;
  boost::system::error_code end;
  asio::read(socket, asio::dynamic_buffer(answer), end);
  return answer;
}

double Rig::metric(const std::string& series) {
  const std::string metrics = page("/metrics");
  const std::size_t at = metrics.find("\n" + series + " ");
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, series << " is not in " << metrics);
  return std::stod(metrics.substr(at + series.size() + 2));
}

std::vector<Stored> of(const std::string& name, std::vector<Stored> all) {
  std::erase_if(all, [&](const Stored& each) { return each.result.target.name != name; });
  std::ranges::sort(all, {}, [](const Stored& each) { return each.result.scheduled_at; });
  return all;
}

}  // namespace vedette::test
