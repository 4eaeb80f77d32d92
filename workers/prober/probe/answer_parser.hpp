#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prober/probe/header_check.hpp"

namespace vedette::prober {

/// What the probe needs of a response's head.
struct Head {
  int status = 0;
  int version = 11;  ///< 10 or 11
  std::optional<std::string> location;
  std::string content_encoding;
  std::vector<AnswerField> fields;  ///< those that are kept, in their order
};

/// Beast's HTTP/1.1 response parser, keeping of the head only what Head holds: response_parser
/// would allocate every field. Hands the body out in pieces, without copying them.
class AnswerParser final : public boost::beast::http::basic_parser<false> {
 public:
  using Code = boost::beast::error_code;

  /// Of a head's lines and trailers together; more is error::header_limit.
  static constexpr size_t kMaxHeadBytes = 64 * 1024;

  /// Which fields of a head are kept.
  enum class Keep { Asserted, Every };

  /// A response to HEAD has no body, whatever its head says. `headers` are those that assertions
  /// look at; they must outlive the parser.
  AnswerParser(bool to_head_request, const std::vector<HeaderCheck>& headers,
               Keep keep = Keep::Asserted);

  [[nodiscard]] const Head& head() const { return head_; }
  [[nodiscard]] Head& head() { return head_; }

  /// How much of kMaxHeadBytes the head has used so far.
  [[nodiscard]] size_t head_bytes() const { return head_bytes_; }

  /// The body bytes of the last put(), which lie at the end of what it consumed.
  [[nodiscard]] std::string_view take_piece() { return std::exchange(piece_, {}); }

  /// False when the next put() reads a chunk's header and `available` bytes cannot hold one: Beast
  /// 1.81 asserts that at least five do. No message ends with fewer, so waiting loses nothing.
  [[nodiscard]] bool may_put(size_t available) const;

 private:
  void on_request_impl(boost::beast::http::verb method, boost::beast::string_view method_text,
                       boost::beast::string_view target, int version, Code& error) override;
  void on_response_impl(int status, boost::beast::string_view reason, int version,
                        Code& error) override;
  void on_field_impl(boost::beast::http::field field, boost::beast::string_view name,
                     boost::beast::string_view value, Code& error) override;
  void on_header_impl(Code& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code& error) override;
  std::size_t on_body_impl(boost::beast::string_view body, Code& error) override;
  void on_chunk_header_impl(std::uint64_t size, boost::beast::string_view extensions,
                            Code& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, boost::beast::string_view body,
                                 Code& error) override;
  void on_finish_impl(Code& error) override;

  const std::vector<HeaderCheck>& headers_;
  Keep keep_;
  Head head_;
  std::string_view piece_;
  size_t head_bytes_ = 0;
  std::uint64_t chunk_left_ = 0;
};

}  // namespace vedette::prober
