#include "rig.hpp"

#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "model/probe_result_json.hpp"
#include "support/writer/synthetic_results.hpp"
#include "writer/store/postgres_migrations.hpp"

namespace vedette::writer::test {
namespace {

/// Acknowledges everything at once and keeps it.
class KeepingProducer final : public kafka::Producer {
 public:
  KeepingProducer(std::vector<kafka::Message>& kept, kafka::DeliveryFn on_delivery)
      : kept_(kept), on_delivery_(std::move(on_delivery)) {}

  [[nodiscard]] kafka::Produced produce(kafka::Message message) override {
    const std::uint64_t tag = message.tag;
    kept_.push_back(std::move(message));
    on_delivery_(tag, kafka::Delivered{});
    return kafka::Produced::Queued;
  }
  [[nodiscard]] Result<void> flush(Millis /*deadline*/) override { return {}; }
  void purge() override {}
  [[nodiscard]] kafka::ProducerStats stats() const override { return {}; }

 private:
  std::vector<kafka::Message>& kept_;
  kafka::DeliveryFn on_delivery_;
};

/// Started before the first case and gone after the last.
struct Server {
  Server() { instance = std::make_unique<vedette::test::PostgresProcess>(); }
  ~Server() { instance.reset(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  static inline std::unique_ptr<vedette::test::PostgresProcess> instance;
};
BOOST_TEST_GLOBAL_FIXTURE(Server);

}  // namespace

vedette::test::PostgresProcess& server() { return *Server::instance; }

std::string empty_database() {
  static int number = 0;
  return server().create_database("case_" + std::to_string(++number));
}

std::string migrated_database() {
  const std::string uri = empty_database();
  const auto steps = migrate_database({.url = uri, .password_file = {}}, {}, [](auto) {});
  BOOST_REQUIRE_MESSAGE(steps.has_value(), (steps ? "" : steps.error().message));
  return uri;
}

SystemTime noon() {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) +
         std::chrono::hours(12);
}

Rig::Rig(const std::string& database_uri, KnownNames::Capacities capacities)
    : uri(database_uri),
      known(capacities),
      partitions({.url = uri, .password_file = {}}, metrics),
      database({.url = uri, .password_file = {}}, partitions, metrics),
      maintenance({.url = uri, .password_file = {}}),
      letters(DeadLetters::start(
                  [this](kafka::DeliveryFn fn) -> Result<std::unique_ptr<kafka::Producer>> {
                    return std::make_unique<KeepingProducer>(letters_sent, std::move(fn));
                  },
                  health, metrics)
                  .value()),
      storer(database, *letters, known, handoff, clock, health, metrics) {}

std::unique_ptr<Batch> Rig::make_batch(std::vector<model::ProbeResult> results) const {
  auto batch = std::make_unique<Batch>();
  for (model::ProbeResult& result : results) {
    const auto index = static_cast<std::uint32_t>(batch->records.size());
    kafka::Record& record = batch->records.emplace_back();
    record.topic = "vedette.results";
    record.offset = index;
    record.value = batch->messages.emplace_back(model::to_json(result));
    add_result(*batch, result, known, index);
  }
  sort_rows(*batch);
  return batch;
}

bool Rig::store(std::vector<model::ProbeResult> results) {
  const auto done = storer.store(*make_batch(std::move(results)));
  if (!done) throw std::runtime_error(done.error().message);
  return *done;
}

std::vector<model::ProbeResult> results_at(SystemTime scheduled_at, std::size_t count,
                                           std::size_t first) {
  const vedette::test::SyntheticResults source(
      {.targets = first + count, .first_slot = scheduled_at});
  std::vector<model::ProbeResult> results;
  for (std::size_t i = first; i < first + count; ++i) results.push_back(source.make(i));
  return results;
}

}  // namespace vedette::writer::test
