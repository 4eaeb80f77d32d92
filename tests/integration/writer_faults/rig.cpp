#include "rig.hpp"

#include <csignal>
#include <stdexcept>

#include "support/paths.hpp"
#include "support/writer/sql.hpp"
#include "writer/store/postgres_migrations.hpp"

namespace vedette::writer::test {
namespace {

using vedette::test::WriterProcess;

constexpr auto kPatience = std::chrono::seconds(90);
constexpr std::size_t kBurst = 200;
constexpr Millis kBetweenBursts{80};  // about 2 500 results a second

}  // namespace

// Short sessions, so that a dead writer's partitions move soon after the default 10 s.
FaultRig::FaultRig()
    : kafka({.properties = {"group.initial.rebalance.delay.ms=0"}}),
      results_(
          {.targets = 500,
           .first_slot = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()),
           .interval = Millis(100)}),
      feed_(std::make_unique<vedette::test::ResultFeed>(kafka.brokers())) {
  const auto steps =
      migrate_database({.url = postgres.uri(), .password_file = {}}, {}, [](auto) {});
  if (!steps) throw std::runtime_error(steps.error().message);
  thread_ = std::jthread([this](std::stop_token stop) { feed_until(std::move(stop)); });
}

void FaultRig::feed_until(std::stop_token stop) {
  for (std::size_t n = 0; !stop.stop_requested(); ++n) {
    feed_->send(results_.make(n));
    // A steady load, not a wait for anything.
    if (n % kBurst == 0) std::this_thread::sleep_for(kBetweenBursts);
  }
}

std::unique_ptr<WriterProcess> FaultRig::start_writer() {
  auto writer = std::make_unique<WriterProcess>(vedette::test::writer_program(), postgres.uri(),
                                                kafka.brokers());
  vedette::test::wait_until("a writer stores rows", kPatience, [&] {
    return writer->metric("vedette_writer_rows_stored_total") +
               writer->metric("vedette_writer_duplicates_total") >
           0;
  });
  return writer;
}

std::int64_t FaultRig::rows() const {
  try {
    return vedette::test::number_of(postgres.uri(), "SELECT count(*) FROM probe_result");
  } catch (const std::exception&) {
    return -1;
  }
}

void FaultRig::wait_for_more(std::int64_t more) const {
  const std::int64_t before = rows();
  vedette::test::wait_until("rows are added", kPatience, [&] { return rows() >= before + more; });
}

void FaultRig::kill(std::unique_ptr<WriterProcess> writer) {
  duplicates += writer->metric("vedette_writer_duplicates_total");
  writer->child().signal(SIGKILL);
  if (!writer->child().wait_for(std::chrono::seconds(10))) {
    throw std::runtime_error("a killed writer did not end");
  }
}

void FaultRig::freeze_broker() const { ::kill(kafka.pid(), SIGSTOP); }

std::size_t FaultRig::stop_feed() {
  thread_.request_stop();
  thread_.join();
  feed_->flush(Millis(60'000));
  if (feed_->acknowledged() != feed_->sent()) {
    throw std::runtime_error("the broker did not acknowledge everything");
  }
  return feed_->acknowledged();
}

}  // namespace vedette::writer::test
