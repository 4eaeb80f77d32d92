#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "prober/probe/answer_parser.hpp"
#include "prober/probe/body_sink.hpp"
#include "prober/probe/connection.hpp"
#include "prober/probe/flight.hpp"
#include "prober/probe/io_failure.hpp"

namespace vedette::prober {

/// Reads one answer off a connection: first its head, then, if wanted, its body. Reads into the
/// engine's shared buffer; before every wait it keeps what it still needs for itself.
class AnswerReader {
 public:
  /// Both must outlive the reader.
  AnswerReader(Flight& flight, Connection& connection, bool to_head_request);

  /// The final head; 1xx heads are skipped, save 101, which is final. Opens the phase transfer at
  /// its first byte.
  [[nodiscard]] boost::asio::awaitable<Checked<Head>> head();

  /// The body into `sink`, until its end or until the sink wants no more.
  [[nodiscard]] boost::asio::awaitable<Checked<void>> body(BodySink& sink);

 private:
  /// Reads more; false at the end of the stream.
  [[nodiscard]] boost::asio::awaitable<Checked<bool>> fill(Stage stage);
  /// Lets the engine's other probes run; false when the deadline has passed.
  [[nodiscard]] boost::asio::awaitable<bool> pause();
  [[nodiscard]] bool turn_is_over() const;
  [[nodiscard]] bool parse_head();
  [[nodiscard]] bool status_line_ready();
  void keep_unread();
  void renew_parser();
  [[nodiscard]] Failure parse_failure() const;

  Flight& flight_;
  Connection& connection_;
  bool to_head_request_;
  std::optional<AnswerParser> parser_;
  AnswerParser::Code parse_error_;
  std::string_view unread_;  // in the engine's read buffer or in own_
  std::string own_;
  size_t interim_bytes_ = 0;  // of 1xx heads
  SteadyTime turn_began_ = std::chrono::steady_clock::now();
  /// Over TCP the first read, right after the request, would find nothing yet. Over TLS it is worth
  /// its price: OpenSSL may hold bytes already, and finding none it lets go of its buffer of 17 KB.
  bool wait_first_;
};

}  // namespace vedette::prober
