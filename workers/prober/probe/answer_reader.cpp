#include "prober/probe/answer_reader.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>

namespace vedette::prober {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using model::Phase;
using model::Reason;

namespace {

/// A server that sends without pause would keep the loop for itself, be it with megabytes, with
/// tiny chunks or with what decodes to nothing: after this long, others run.
constexpr Millis kTurn{2};

bool is_interim(int status) { return status / 100 == 1 && status != 101; }

enum class StatusLine { Fine, Incomplete, Unspaced };

/// Looks for "HTTP/1.1 200\r": RFC 9112 wants a space before the empty reason, and Beast insists;
/// browsers and curl take it, so it is no reason to call a site down.
StatusLine look_at_status_line(std::string_view text) {
  constexpr std::string_view kUnspaced = "HTTP/1.# ###\r";
  for (size_t i = 0; i < std::min(text.size(), kUnspaced.size()); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kUnspaced[i] == '#' ? !digit : text[i] != kUnspaced[i]) {
      return StatusLine::Fine;
    }
  }
  return text.size() < kUnspaced.size() ? StatusLine::Incomplete : StatusLine::Unspaced;
}

}  // namespace

AnswerReader::AnswerReader(Flight& flight, Connection& connection, bool to_head_request)
    : flight_(flight),
      connection_(connection),
      to_head_request_(to_head_request),
      wait_first_(!connection.encrypted()) {
  renew_parser();
}

void AnswerReader::renew_parser() {
  const auto keep =
      flight_.tracer == nullptr ? AnswerParser::Keep::Asserted : AnswerParser::Keep::Every;
  parser_.emplace(to_head_request_, flight_.plan->headers, keep);
}

asio::awaitable<Checked<Head>> AnswerReader::head() {
  for (;;) {
    if (parse_head()) {
      keep_unread();
      co_return std::move(parser_->head());
    }
    if (parse_error_) {
      co_return tl::unexpected(parse_failure());
    }
    const Checked<bool> open = co_await fill(Stage::Head);
    if (!open) {
      co_return tl::unexpected(open.error());
    }
    if (!*open) {
      co_return tl::unexpected(failure_of_step({IoStep::Kind::End}, Stage::Head));
    }
  }
}

/// True when the final head is complete; false when more is needed or parse_error_ says why not.
bool AnswerReader::parse_head() {
  while (!unread_.empty()) {
    if (flight_.watch.open() != Phase::Transfer) {
      flight_.enter(Phase::Transfer);
    }
    if (!parser_->got_some() && !status_line_ready()) {
      return false;
    }
    const size_t used = parser_->put(asio::buffer(unread_), parse_error_);
    unread_.remove_prefix(used);
    // Beast limits only what it has not consumed yet.
    const size_t head_bytes = interim_bytes_ + parser_->head_bytes();
    const bool waits = parse_error_ == http::error::need_more;
    if (head_bytes + (waits ? unread_.size() : 0) > AnswerParser::kMaxHeadBytes) {
      parse_error_ = http::error::header_limit;
    } else if (waits) {
      parse_error_ = {};
      return false;
    }
    if (parse_error_) {
      return false;
    }
    if (!parser_->is_header_done()) {
      continue;
    }
    if (!is_interim(parser_->head().status)) {
      return true;
    }
    interim_bytes_ = head_bytes;
    renew_parser();
    flight_.watch.reclassify(Phase::Processing);
  }
  return false;
}

bool AnswerReader::status_line_ready() {
  switch (look_at_status_line(unread_)) {
    case StatusLine::Fine:
      return true;
    case StatusLine::Incomplete:
      return false;
    case StatusLine::Unspaced:
      break;
  }
  std::string repaired(unread_);
  repaired.insert(sizeof("HTTP/1.1 200") - 1, 1, ' ');
  own_ = std::move(repaired);
  unread_ = own_;
  return true;
}

asio::awaitable<Checked<void>> AnswerReader::body(BodySink& sink) {
  std::array<char, 32 * 1024>& scratch = flight_.share.decode_buffer;
  while (sink.wants_more() && !parser_->is_done()) {
    if (parser_->may_put(unread_.size())) {
      const size_t used = parser_->put(asio::buffer(unread_), parse_error_);
      unread_.remove_prefix(used);
      std::string_view piece = parser_->take_piece();
      BodySink::Taken taken = sink.take(piece, scratch);
      while (taken.more) {
        // The piece lies right before what is unread: keep both in one text over the pause.
        piece.remove_prefix(taken.consumed);
        std::string kept(piece.data(), piece.size() + unread_.size());
        own_ = std::move(kept);
        piece = std::string_view(own_).substr(0, piece.size());
        unread_ = std::string_view(own_).substr(piece.size());
        if (!co_await pause()) {
          co_return tl::unexpected(flight_.timed_out());
        }
        taken = sink.take(piece, scratch);
      }
      if (!parse_error_) {
        if (turn_is_over()) {
          keep_unread();
          if (!co_await pause()) {
            co_return tl::unexpected(flight_.timed_out());
          }
        }
        continue;
      }
      const bool endless = unread_.size() > AnswerParser::kMaxHeadBytes;  // a chunk's header
      if (parse_error_ != http::error::need_more || endless) {
        co_return tl::unexpected(parse_failure());
      }
      parse_error_ = {};
    }
    const Checked<bool> open = co_await fill(Stage::Body);
    if (!open) {
      co_return tl::unexpected(open.error());
    }
    if (!*open) {
      parser_->put_eof(parse_error_);
      if (parse_error_) {
        co_return tl::unexpected(failure_of_step({IoStep::Kind::End}, Stage::Body));
      }
    }
  }
  if (parser_->is_done()) {
    sink.finish();
  }
  co_return Checked<void>();
}

asio::awaitable<Checked<bool>> AnswerReader::fill(Stage stage) {
  std::array<char, 32 * 1024>& buffer = flight_.share.read_buffer;
  keep_unread();
  if (turn_is_over() && !co_await pause()) {
    co_return tl::unexpected(flight_.timed_out());
  }
  bool wait = std::exchange(wait_first_, false);
  for (;;) {
    if (wait) {
      if (!co_await flight_.deadline.ready(connection_.socket(), Deadline::Wait::wait_read)) {
        co_return tl::unexpected(flight_.timed_out());
      }
      turn_began_ = std::chrono::steady_clock::now();
    }
    const IoStep step = connection_.read(buffer);
    switch (step.kind) {
      case IoStep::Kind::Moved: {
        flight_.facts.wire_bytes += static_cast<std::int64_t>(step.bytes);
        const std::string_view fresh(buffer.data(), step.bytes);
        unread_ = own_.empty() ? fresh : std::string_view(own_.append(fresh));
        co_return true;
      }
      case IoStep::Kind::End:
        co_return false;
      case IoStep::Kind::WantRead:
      case IoStep::Kind::WantWrite:  // never: there is no renegotiation
        wait = true;
        break;
      case IoStep::Kind::SocketError:
      case IoStep::Kind::TlsError:
        co_return tl::unexpected(failure_of_step(step, stage));
    }
  }
}

bool AnswerReader::turn_is_over() const {
  return std::chrono::steady_clock::now() - turn_began_ > kTurn;
}

asio::awaitable<bool> AnswerReader::pause() {
  co_await asio::post(flight_.share.executor, asio::use_awaitable);
  turn_began_ = std::chrono::steady_clock::now();
  co_return !flight_.deadline.passed();
}

/// Moves what is unread out of the engine's buffer, which the next read or wait may overwrite.
void AnswerReader::keep_unread() {
  if (!own_.empty() && unread_.data() == own_.data()) {
    return;
  }
  std::string kept(unread_);  // it may lie further inside own_
  own_ = std::move(kept);
  unread_ = own_;
}

Failure AnswerReader::parse_failure() const {
  if (parse_error_ == http::error::header_limit) {
    return {Reason::HeaderTooLarge, "the head of the answer is larger than 64 KiB"};
  }
  return {Reason::ProtocolError, "the answer is not HTTP/1.1: " + parse_error_.message()};
}

}  // namespace vedette::prober
