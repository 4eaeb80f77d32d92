#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <vector>

#include "support/black_hole.hpp"
#include "support/site/raw_server.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Phase;
using std::chrono::milliseconds;

constexpr Millis kTimeout{400};
/// What a loaded test machine may be late; the engine itself promises 50 ms.
constexpr Millis kPatience{400};

void check_silence(const model::ProbeFacts& facts, Phase phase) {
  BOOST_TEST(to_text(facts.reason) == "timeout", facts.message);
  BOOST_REQUIRE(facts.phase);
  BOOST_TEST(to_text(*facts.phase) == to_text(phase));
  const Micros total = facts.durations.total;
  // The deadline was set before the probe began: a late start shortens it.
  BOOST_TEST((total >= kTimeout / 2 && total <= kTimeout + kPatience), total.count() << " µs");
  // The open phase is charged, not the one before or after it.
  BOOST_TEST((duration_of(facts.durations, phase) > total / 2));
}

struct SilenceRow {
  std::string fact;
  RawScript script;
  Phase phase;
  std::string scheme = "http";
  friend std::ostream& operator<<(std::ostream& out, const SilenceRow& row) {
    return out << row.fact;
  }
};

RawScript says_and_stops(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(bytes);
    peer.wait_for_close();
  };
}

const std::vector<SilenceRow> kSilences = {
    {"in the handshake", [](RawConnection& peer) { peer.wait_for_close(); }, Phase::Tls, "https"},
    {"after the request", says_and_stops(""), Phase::Processing},
    {"after a 1xx head", says_and_stops("HTTP/1.1 102 Processing\r\n\r\n"), Phase::Processing},
    {"within the status line", says_and_stops("HTTP/1.1 2"), Phase::Transfer},
    {"within the head", says_and_stops("HTTP/1.1 200 OK\r\nX:"), Phase::Transfer},
    {"within the body", says_and_stops("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
     Phase::Transfer},
    {"within a chunk",
     says_and_stops("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nha"),
     Phase::Transfer},
    {"never quite silent",
     [](RawConnection& peer) {
       (void)peer.read_head();
       peer.drip("HTTP/1.1 200 OK\r\nX: " + std::string(10'000, 'x'), milliseconds(5));
     },
     Phase::Transfer},
};

BOOST_AUTO_TEST_SUITE(silence_test)

BOOST_DATA_TEST_CASE(silence_is_charged_to_the_open_phase_and_ends_at_the_deadline,
                     boost::unit_test::data::make(kSilences), row) {
  RawServer server(row.script);
  ProbeBed bed;
  const std::string url = row.scheme + "://127.0.0.1:" + std::to_string(server.port());
  check_silence(bed.probe(url, kTimeout), row.phase);
}

BOOST_AUTO_TEST_CASE(a_silent_address_is_timeout_in_connect) {
  const BlackHole hole("127.0.0.1");
  const std::string address = "127.0.0.1:" + std::to_string(hole.port());
  ProbeBed bed;
  const auto facts = bed.probe("http://" + address, kTimeout);
  check_silence(facts, Phase::Connect);
  BOOST_TEST(facts.address == address);
}

BOOST_AUTO_TEST_CASE(processing_is_what_the_server_thinks_and_transfer_what_it_sends) {
  RawServer server([](RawConnection& peer) {
    (void)peer.read_head();
    peer.pause(milliseconds(200));
    peer.send("HTTP/1.1 200 OK\r\n");
    peer.pause(milliseconds(500));
    peer.send("Content-Length: 0\r\n\r\n");
  });
  ProbeBed bed;
  const auto facts = bed.probe(server.url());
  BOOST_TEST((facts.durations.processing >= milliseconds(190)));
  BOOST_TEST((facts.durations.transfer >= milliseconds(100)));
}

BOOST_AUTO_TEST_CASE(a_1xx_head_is_no_end_of_processing) {
  RawServer server([](RawConnection& peer) {
    (void)peer.read_head();
    peer.send("HTTP/1.1 10");
    peer.pause(milliseconds(100));
    peer.send("2 Processing\r\n\r\n");
    peer.pause(milliseconds(100));
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  ProbeBed bed;
  const auto facts = bed.probe(server.url());
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST((facts.durations.processing >= milliseconds(190)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
