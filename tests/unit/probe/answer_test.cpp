#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "support/site/raw_server.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Phase;
using model::Reason;
using std::chrono::milliseconds;

/// A way for a server to answer, and what the probe says about it.
struct AnswerRow {
  std::string fact;
  RawScript script;
  Reason reason = Reason::Ok;
  std::optional<Phase> phase = std::nullopt;
  std::optional<int> status = std::nullopt;
  std::function<void(model::Target&)> adjust = [](model::Target&) {};

  friend std::ostream& operator<<(std::ostream& out, const AnswerRow& row) {
    return out << row.fact;
  }
};

/// Reads the request, sends `bytes` and closes in good order.
RawScript answers(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(bytes);
  };
}

/// The same, but byte by byte.
RawScript drips(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_head();
    peer.drip(bytes, milliseconds(1));
  };
}

/// The same, but the connection is left open until the probe ends it.
RawScript answers_and_stays(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(bytes);
    peer.wait_for_close();
  };
}

RawScript answers_and_resets(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(bytes);
    peer.pause(milliseconds(20));  // so that the bytes are read before the RST
    peer.reset();
  };
}

void expects_text(model::Target& target) { target.expect.body.contains = {"OK"}; }

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

std::vector<AnswerRow> heads() {
  const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";
  return {
      {"a plain answer is up", answers(ok), Reason::Ok, {}, 200},
      {"an answer over a connection that stays open is up",
       answers_and_stays(ok),
       Reason::Ok,
       {},
       200},
      {"an answer byte by byte is up", drips(ok), Reason::Ok, {}, 200},
      {"HTTP/1.0 is up", answers("HTTP/1.0 200 OK\r\n\r\nOK"), Reason::Ok, {}, 200},
      {"a status line without its last space is up",
       answers("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
       Reason::Ok,
       {},
       200},
      {"a status line without its last space, byte by byte, is up",
       drips("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
       Reason::Ok,
       {},
       200},
      {"closing without an answer is connection_closed",
       [](RawConnection& peer) { (void)peer.read_head(); }, Reason::ConnectionClosed,
       Phase::Processing},
      {"closing within the head is connection_closed", answers("HTTP/1.1 200 OK\r\nContent-"),
       Reason::ConnectionClosed, Phase::Transfer},
      {"a reset without an answer is connection_reset",
       [](RawConnection& peer) {
         (void)peer.read_head();
         peer.reset();
       },
       Reason::ConnectionReset, Phase::Processing},
      {"a reset within the head is connection_reset", answers_and_resets("HTTP/1.1 2"),
       Reason::ConnectionReset, Phase::Transfer},
      {"another protocol is protocol_error", answers("SSH-2.0-OpenSSH_9.2\r\n"),
       Reason::ProtocolError, Phase::Transfer},
      {"an HTTP/2 preface is protocol_error", answers(std::string("\0\0\x12\4\0\0\0\0\0", 9)),
       Reason::ProtocolError, Phase::Transfer},
      {"a status that is no number is protocol_error", answers("HTTP/1.1 abc OK\r\n\r\n"),
       Reason::ProtocolError, Phase::Transfer},
      {"a field without a colon is protocol_error", answers("HTTP/1.1 200 OK\r\nbroken\r\n\r\n"),
       Reason::ProtocolError, Phase::Transfer},
      {"two lengths that differ are protocol_error",
       answers("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nOK"),
       Reason::ProtocolError, Phase::Transfer},
      {"a field of 70 KiB is header_too_large",
       answers_and_stays("HTTP/1.1 200 OK\r\nX: " + std::string(70 * 1024, 'x') + "\r\n\r\n"),
       Reason::HeaderTooLarge, Phase::Transfer},
      {"70 KiB of small fields are header_too_large",
       answers_and_stays("HTTP/1.1 200 OK\r\n" + repeated("X: 12345678901234567890\r\n", 3000)),
       Reason::HeaderTooLarge, Phase::Transfer},
      {"a head of 60 KiB is up",
       answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" +
               repeated("X: 12345678901234567890\r\n", 2400) + "\r\n"),
       Reason::Ok,
       {},
       200},
      {"1xx heads are skipped",
       answers("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok),
       Reason::Ok,
       {},
       200},
      {"endless 1xx heads are header_too_large",
       answers_and_stays(
           repeated("HTTP/1.1 103 Early Hints\r\nX: 12345678901234567890\r\n\r\n", 2000)),
       Reason::HeaderTooLarge, Phase::Transfer},
      {"101 is a final status", answers_and_stays("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
       Reason::StatusMismatch, Phase::Processing, 101},
      {"an unexpected status is status_mismatch in phase processing",
       answers("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"), Reason::StatusMismatch,
       Phase::Processing, 503},
      {"a status mismatch does not wait for the body",
       answers_and_stays("HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\n"), Reason::StatusMismatch,
       Phase::Processing, 500},
      {"a 3xx without a Location is final", answers("HTTP/1.1 302 Found\r\n\r\n"),
       Reason::StatusMismatch, Phase::Processing, 302},
      {"an answer to HEAD has no body, whatever it says",
       answers_and_stays("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"),
       Reason::Ok,
       {},
       200,
       [](model::Target& target) { target.http.method = model::Method::Head; }},
      {"204 has no body",
       answers_and_stays("HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n"),
       Reason::Ok,
       {},
       204},
      {"an answer to a request that was not read is taken",
       [](RawConnection& peer) {
         peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
         peer.close();
       },
       Reason::Ok,
       {},
       200},
  };
}

std::vector<AnswerRow> bodies() {
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  return {
      {"chunks are joined",
       answers(chunked + "1\r\nO\r\n1\r\nK\r\n0\r\n\r\n"),
       Reason::Ok,
       {},
       200,
       expects_text},
      {"chunks byte by byte are joined",
       drips(chunked + "1\r\nO\r\n1\r\nK\r\n0\r\n\r\n"),
       Reason::Ok,
       {},
       200,
       expects_text},
      {"an empty chunked body byte by byte is up",
       drips(chunked + "0\r\n\r\n"),
       Reason::Ok,
       {},
       200},
      {"chunk extensions and trailers are passed over",
       answers(chunked + "2;a=b\r\nOK\r\n0;c\r\nX-Sum: 1\r\n\r\n"),
       Reason::Ok,
       {},
       200,
       expects_text},
      {"a body without a length ends with the connection",
       answers("HTTP/1.1 200 OK\r\n\r\nso far OK"),
       Reason::Ok,
       {},
       200,
       expects_text},
      {"a body shorter than its length is body_truncated",
       answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), Reason::BodyTruncated,
       Phase::Transfer, 200},
      {"a reset within the body is body_truncated",
       answers_and_resets("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
       Reason::BodyTruncated, Phase::Transfer, 200},
      {"a missing last chunk is body_truncated", answers(chunked + "2\r\nOK\r\n"),
       Reason::BodyTruncated, Phase::Transfer, 200},
      {"closing within the last chunk's line is body_truncated",
       answers(chunked + "2\r\nOK\r\n0\r"), Reason::BodyTruncated, Phase::Transfer, 200},
      {"a chunk size that is no number is protocol_error", answers(chunked + "zz\r\nOK\r\n"),
       Reason::ProtocolError, Phase::Transfer, 200},
      {"a chunk longer than its size is protocol_error", answers(chunked + "1\r\nOK\r\n0\r\n\r\n"),
       Reason::ProtocolError, Phase::Transfer, 200},
      {"an endless chunk header is protocol_error",
       answers_and_stays(chunked + "1;" + std::string(70 * 1024, 'x')), Reason::ProtocolError,
       Phase::Transfer, 200},
      {"an endless trailer is an error",
       answers_and_stays(chunked + "0\r\n" + repeated("X: 12345678901234567890\r\n", 3000)),
       Reason::ProtocolError, Phase::Transfer, 200},
  };
}

void check_row(const AnswerRow& row) {
  RawServer server(row.script);
  model::Target target = target_of(server.url());
  row.adjust(target);
  ProbeBed bed;
  const model::ProbeFacts facts = bed.probe(target);
  BOOST_TEST(to_text(facts.reason) == to_text(row.reason), facts.message);
  BOOST_TEST((facts.phase == row.phase), facts.message);
  BOOST_TEST((facts.status_code == row.status));
  BOOST_TEST(facts.message.empty() == (row.reason == Reason::Ok));
  BOOST_TEST(facts.address == "127.0.0.1:" + std::to_string(server.port()));
}

BOOST_AUTO_TEST_SUITE(answer_test)

BOOST_DATA_TEST_CASE(each_head_has_its_reason, boost::unit_test::data::make(heads()), row) {
  check_row(row);
}

BOOST_DATA_TEST_CASE(each_body_has_its_reason, boost::unit_test::data::make(bodies()), row) {
  check_row(row);
}

BOOST_AUTO_TEST_CASE(bytes_count_the_body_and_wire_bytes_all_that_came) {
  const std::string answer =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n";
  RawServer server(answers(answer));
  ProbeBed bed;
  const auto facts = bed.probe(server.url());
  BOOST_TEST(facts.bytes == 2);
  BOOST_TEST(facts.wire_bytes == static_cast<std::int64_t>(answer.size()));
  BOOST_TEST(facts.http_version == "1.1");
}

BOOST_AUTO_TEST_CASE(mutated_answers_in_any_packets_always_end_in_a_result) {
  const std::vector<std::string> seeds = {
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=\"y\"\r\nOK\r\n0\r\nA: b\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: a\r\n b\r\n\r\nOK",
      "HTTP/1.1 200\r\nConnection: close, keep-alive\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
      "0\r\n\r\n",
      "HTTP/1.0 301 Moved\r\nLocation: /x\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08"};
  RawServer server([&seeds](RawConnection& peer) {
    (void)peer.read_head();
    std::minstd_rand random(static_cast<unsigned>(peer.number()) + 1);
    std::string bytes = seeds[random() % seeds.size()];
    constexpr std::array kSpice = {'\r', '\n', '\0', ' ', ':', ';', '0', 'f', '\xff', ',', '-'};
    for (auto i = random() % 4; i > 0; --i) {
      const auto at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = kSpice[random() % kSpice.size()];
          break;
        case 1:
          bytes.insert(at, 1, kSpice[random() % kSpice.size()]);
          break;
        default:
          bytes.erase(at, 1);
      }
    }
    for (std::string_view rest = bytes; !rest.empty();) {
      const auto size = std::min<size_t>(rest.size(), 1 + random() % 40);
      peer.send(rest.substr(0, size));
      rest.remove_prefix(size);
      peer.pause(milliseconds(random() % 2));
    }
  });
  model::Target target = target_of(server.url());
  target.expect.body.contains = {"OK"};
  target.http.max_redirects = 1;
  ProbeBed bed;
  const std::vector<model::Target> targets(40, target);
  for (int round = 0; round < 10; ++round) {
    for (const auto& facts : bed.probe_all(targets, Millis(5000))) {
      BOOST_TEST((facts.reason == Reason::Ok) == facts.message.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(text_from_the_server_is_made_clean_and_short) {
  RawServer server(
      answers("HTTP/1.1 302 Found\r\nLocation: ftp://\xFF" + std::string(2000, 'x') + "\r\n\r\n"));
  ProbeBed bed;
  const auto facts = bed.probe(server.url());
  BOOST_TEST(to_text(facts.reason) == "redirect_invalid");
  BOOST_TEST(facts.message.size() <= 512U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
