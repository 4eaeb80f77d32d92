#include <csignal>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/promtool.hpp"
#include "support/writer/sql.hpp"

namespace vedette::writer {
namespace {

using namespace test;
using vedette::test::wait_until;
using vedette::test::WriterProcess;

constexpr int kKills = 5;
constexpr auto kFreeze = std::chrono::seconds(20);
constexpr auto kGrace = std::chrono::seconds(40);

/// SIGTERM, as a rollout does; the pod's grace period is longer than the writer's budget. Before
/// that, what it counted.
void stop(WriterProcess& writer) {
  BOOST_TEST(vedette::test::promtool_faults(writer.get("/metrics")) == "");
  const auto status = writer.child().terminate(kGrace);
  BOOST_TEST_CONTEXT(writer.log()) {
    BOOST_TEST(status.code.value_or(-1) == 0);
    BOOST_TEST(status.signal.value_or(0) == 0);
  }
}

/// All in one case: each fault finds the traces of those before it.
BOOST_AUTO_TEST_SUITE(writer_faults)

BOOST_AUTO_TEST_CASE(every_acknowledged_result_is_exactly_one_row_whatever_dies) {
  FaultRig rig;
  auto writer = rig.start_writer();

  BOOST_TEST_MESSAGE("kill -9 the writer, batches in flight");
  for (int kill = 0; kill < kKills; ++kill) {
    rig.wait_for_more(1'000);
    rig.kill(std::move(writer));
    writer = rig.start_writer();
  }

  BOOST_TEST_MESSAGE("kill -9 the writer between the rows' commit and their offsets'");
  rig.wait_for_more(1'000);
  rig.freeze_broker();
  rig.wait_for_more(1);
  rig.kill(std::move(writer));
  // Thawed, it would find the offsets in its socket, sent by a writer that is dead.
  rig.kafka.kill9();
  rig.kafka.start();
  writer = rig.start_writer();

  BOOST_TEST_MESSAGE("kill -9 the broker");
  rig.kafka.kill9();
  rig.kafka.start();
  rig.wait_for_more(1'000);

  BOOST_TEST_MESSAGE("stop PostgreSQL at once");
  rig.postgres.stop_immediate();
  wait_until("readyz says that PostgreSQL is away", std::chrono::seconds(60), [&] {
    return writer->get("/readyz").find(R"("postgres":{"ok":false)") != std::string::npos;
  });
  BOOST_TEST(writer->get("/livez").find("200 OK") != std::string::npos);
  rig.postgres.start();
  rig.wait_for_more(1'000);

  BOOST_TEST_MESSAGE("freeze the writer, so that another takes over, and thaw it");
  writer->child().signal(SIGSTOP);
  auto second = rig.start_writer();
  const auto thaw = std::chrono::steady_clock::now() + kFreeze;
  wait_until("the freeze is over", kFreeze * 2,
             [&] { return std::chrono::steady_clock::now() >= thaw; });
  writer->child().signal(SIGCONT);
  wait_until("both writers have partitions", std::chrono::seconds(60), [&] {
    return writer->metric(R"(vedette_writer_rebalances_total{event="assigned"})") >= 2;
  });
  rig.wait_for_more(1'000);

  BOOST_TEST_MESSAGE("stop one of two writers");
  rig.duplicates += second->metric("vedette_writer_duplicates_total");
  stop(*second);
  rig.wait_for_more(1'000);

  const auto acknowledged = static_cast<std::int64_t>(rig.stop_feed());
  wait_until("every acknowledged result is a row", std::chrono::seconds(120),
             [&] { return rig.rows() == acknowledged; });
  rig.duplicates += writer->metric("vedette_writer_duplicates_total");
  stop(*writer);
  BOOST_TEST(rig.rows() == acknowledged);
  BOOST_TEST(rig.duplicates > 0, "no result was ever redelivered: the faults proved nothing");
  BOOST_TEST_MESSAGE("acknowledged " << acknowledged << ", redelivered " << rig.duplicates);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
