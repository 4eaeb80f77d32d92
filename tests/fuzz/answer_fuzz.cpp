#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/require.hpp"
#include "base/utf8.hpp"
#include "fuzz/fuzz.hpp"
#include "prober/probe/answer_reader.hpp"
#include "prober/probe/assertions.hpp"
#include "prober/probe/redirect.hpp"

namespace vedette::test {
namespace {

using namespace prober;
namespace asio = boost::asio;

/// What byte 0 asks for.
enum Ask : unsigned { Head = 1, Text = 2, Small = 4, AnyStatus = 8, Burst = 16 };

constexpr size_t kMostPieces = 300;
constexpr size_t kPiece = 32 * 1024;  // what the reader takes at once

struct AnswerCase {
  unsigned ask = 0;
  std::vector<size_t> sizes;  ///< of pieces; empty = as large as can be
  std::string_view answer;
};

std::shared_ptr<const ProbePlan> plan_for(unsigned ask) {
  auto target = std::make_shared<model::Target>();
  target->url = "http://site.test/folder/page?q=1";
  target->http.method = (ask & Ask::Head) != 0 ? model::Method::Head : model::Method::Get;
  target->http.max_body_bytes = (ask & Ask::Small) != 0 ? 1024 : 64 * 1024;
  if ((ask & Ask::AnyStatus) != 0) target->expect.status_codes = {{100, 599}};
  auto plan = std::make_shared<ProbePlan>();
  plan->first = first_hop(*target, *model::parse_url(target->url));
  if ((ask & Ask::Text) != 0) {
    plan->body.matches = {std::make_shared<const RE2>("O(K|h)")};
    plan->body.not_contains = {"error"};
  }
  plan->target = std::move(target);
  return plan;
}

/// What one reading of an answer found.
struct Found {
  model::ProbeFacts facts;
  std::string next;  ///< where the answer sends the probe
};

/// The way of an answer through course.cpp, behind a connection that is open already.
asio::awaitable<std::optional<Failure>> read_answer(Flight& flight, Connection& connection,
                                                    std::string& next_url) {
  const Deadline::Guard guard(flight.deadline, connection.socket());
  const model::Target& target = *flight.plan->target;
  const Hop& hop = flight.plan->first;
  flight.enter(model::Phase::Processing);
  AnswerReader reader(flight, connection, hop.method == model::Method::Head);
  const auto head = co_await reader.head();
  if (!head) co_return head.error();
  flight.facts.status_code = head->status;
  flight.facts.http_version = head->version == 10 ? "1.0" : "1.1";
  const auto next = next_hop(target, hop, head->status, head->location, 0);
  if (!next) co_return next.error();
  if (*next) {
    next_url = to_text((*next)->url);
    const auto again = model::parse_url(next_url);
    promise(again && to_text(*again) == next_url, "the next URL is read as it is written");
    promise(request_text(target, **next, nullptr).find_first_of(std::string_view("\0", 1)) ==
                std::string::npos,
            "a request holds no NUL");
    co_return std::nullopt;
  }
  if (auto failure = check_status(target.expect, head->status)) co_return failure;
  const auto limit = static_cast<size_t>(target.http.max_body_bytes);
  BodySink sink(flight.plan->body.empty() ? BodySink::Keep::Count : BodySink::Keep::Text, limit,
                encoding_of(head->content_encoding));
  const auto done = co_await reader.body(sink);
  flight.facts.bytes = sink.bytes();
  flight.facts.body_truncated = sink.over_limit();
  promise(sink.bytes() <= target.http.max_body_bytes && sink.text().size() <= limit,
          "a body is cut at its limit");
  if (!done) co_return done.error();
  co_return co_await check_body(flight, sink, head->content_encoding);
}

/// The engine whose scratch buffers the readings share.
class AnswerBed {
 public:
  AnswerBed() : share_(io_.get_executor(), {{"127.0.0.1:1"}, {"search.test"}}, {}) {}

  Found read(const AnswerCase& input, bool one_by_one) {
    std::array<int, 2> ends{};
    // A message per piece: the reader gets exactly the pieces that were sent.
    require(
        ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) == 0,
        "socketpair makes two sockets");
    asio::ip::tcp::socket server(io_, asio::ip::tcp::v4(), ends[1]);
    Connection connection(share_.executor);
    connection.socket().assign(asio::ip::tcp::v4(), ends[0]);
    Flight flight(share_, plan_for(input.ask),
                  std::chrono::steady_clock::now() + std::chrono::hours(1));
    Found found;
    std::optional<std::optional<Failure>> end;
    std::exception_ptr broken;
    asio::co_spawn(io_, read_answer(flight, connection, found.next),
                   [&](std::exception_ptr error, std::optional<Failure> failure) {
                     broken = std::move(error);
                     end = std::move(failure);
                   });
    io_.restart();
    Pieces pieces(input);
    while (!end) {
      if (io_.poll_one() == 0) {
        promise(!pieces.finished, "an answer that has ended is read to its end");
        do {
          send(server, pieces);
        } while (!one_by_one && !pieces.full && !pieces.finished);
        io_.restart();
      }
      // Scratch: what a reader still needs after a wait it must have kept elsewhere.
      share_.read_buffer.fill('\xAA');
      share_.decode_buffer.fill('\xAA');
    }
    if (broken) std::rethrow_exception(broken);
    found.facts = flight.land(std::move(*end));
    promise(found.facts.wire_bytes <= static_cast<std::int64_t>(input.answer.size()),
            "no more bytes are counted than were sent");
    return found;
  }

 private:
  struct Pieces {
    explicit Pieces(const AnswerCase& input) : left(input.answer), sizes(input.sizes) {}
    std::string_view left;
    const std::vector<size_t>& sizes;
    size_t sent = 0;
    bool full = false;      ///< the socket takes no more for now
    bool finished = false;  ///< the connection is closed
  };

  static void send(asio::ip::tcp::socket& to, Pieces& pieces) {
    if (pieces.left.empty()) {
      ::shutdown(to.native_handle(), SHUT_WR);
      pieces.finished = true;
      return;
    }
    const bool cut = !pieces.sizes.empty() && pieces.sent < kMostPieces;
    const size_t size = std::min(cut ? pieces.sizes[pieces.sent % pieces.sizes.size()] : kPiece,
                                 pieces.left.size());
    const ssize_t done = ::send(to.native_handle(), pieces.left.data(), size, MSG_NOSIGNAL);
    pieces.full = done < 0;
    if (pieces.full) return;
    pieces.left.remove_prefix(static_cast<size_t>(done));
    ++pieces.sent;
  }

  asio::io_context io_{1};
  EngineShare share_;
};

void check_facts(const model::ProbeFacts& facts) {
  using model::Outcome;
  const bool up = facts.outcome == Outcome::Up;
  promise(facts.outcome == outcome_of(facts.reason), "an outcome goes with its reason");
  promise(facts.outcome != Outcome::Unknown, "no answer makes the prober doubt itself");
  promise(facts.reason != model::Reason::Timeout, "nothing here waits for an hour");
  promise(up == !facts.phase && up == facts.message.empty(), "what is not up says where and why");
  promise(is_clean_utf8(facts.message, 512), "a message is clean text");
  promise(!facts.status_code || (*facts.status_code >= 0 && *facts.status_code <= 999),
          "a status has three digits");
}

/// Beast looks at some lines only once they are whole: an answer that breaks off within something
/// malformed is called either.
bool is_malformed_or_cut(const model::ProbeFacts& facts) {
  return facts.reason == model::Reason::ProtocolError ||
         facts.reason == model::Reason::ConnectionClosed ||
         facts.reason == model::Reason::BodyTruncated;
}

/// How an answer is cut into packets says nothing about the site.
void compare(const Found& a, const Found& b) {
  if (is_malformed_or_cut(a.facts) && is_malformed_or_cut(b.facts)) return;
  promise(a.facts.reason == b.facts.reason && a.facts.message == b.facts.message,
          "cut otherwise, the reason is another: " + a.facts.message + " | " + b.facts.message);
  promise(a.facts.phase == b.facts.phase, "cut otherwise, the phase is another");
  promise(a.facts.status_code == b.facts.status_code &&
              a.facts.http_version == b.facts.http_version && a.next == b.next,
          "cut otherwise, the head is another");
  promise(a.facts.body_matched == b.facts.body_matched &&
              a.facts.body_truncated == b.facts.body_truncated,
          "cut otherwise, the body is another");
  promise(a.facts.bytes == b.facts.bytes || a.facts.outcome != model::Outcome::Up,
          "cut otherwise, the body of a site that is up has another size");
}

}  // namespace

void fuzz_answer(std::string_view bytes) {
  if (bytes.size() < 2) return;
  AnswerCase cut;
  cut.ask = static_cast<unsigned char>(bytes[0]);
  const size_t sizes = std::min<size_t>(static_cast<unsigned char>(bytes[1]), bytes.size() - 2);
  for (const char size : bytes.substr(2, sizes)) {
    cut.sizes.push_back(std::max<size_t>(static_cast<unsigned char>(size), 1));
  }
  cut.answer = bytes.substr(2 + sizes);
  AnswerCase whole = cut;
  whole.sizes.clear();
  static AnswerBed bed;  // a resolver costs more than a reading
  const Found in_pieces = bed.read(cut, (cut.ask & Ask::Burst) == 0);
  const Found at_once = bed.read(whole, false);
  check_facts(in_pieces.facts);
  check_facts(at_once.facts);
  compare(in_pieces, at_once);
}

}  // namespace vedette::test
