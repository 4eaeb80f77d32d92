#include "prober/probe/answer_parser.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace vedette::prober {

namespace http = boost::beast::http;
using boost::beast::string_view;

namespace {

std::string_view view_of(string_view text) { return {text.data(), text.size()}; }

}  // namespace

AnswerParser::AnswerParser(bool to_head_request, const std::vector<HeaderCheck>& headers, Keep keep)
    : headers_(headers), keep_(keep) {
  header_limit(kMaxHeadBytes);
  body_limit(boost::none);  // BodySink holds the limit, which counts decoded bytes
  skip(to_head_request);
  eager(false);
}

bool AnswerParser::may_put(size_t available) const {
  constexpr size_t kLeastChunk = 5;  // "0\r\n\r\n"
  const bool at_chunk_header = is_header_done() && chunked() && chunk_left_ == 0;
  return available > 0 && (!at_chunk_header || available >= kLeastChunk);
}

void AnswerParser::on_request_impl(http::verb /*method*/, string_view /*text*/,
                                   string_view /*target*/, int /*version*/, Code& /*error*/) {}

void AnswerParser::on_response_impl(int status, string_view reason, int version, Code& /*error*/) {
  head_bytes_ += sizeof("HTTP/1.1 200 \r\n") + reason.size();
  head_.status = status;
  head_.version = version;
}

void AnswerParser::on_field_impl(http::field field, string_view name, string_view value,
                                 Code& error) {
  constexpr size_t kColonAndLineEnd = 4;
  head_bytes_ += name.size() + value.size() + kColonAndLineEnd;
  if (head_bytes_ > kMaxHeadBytes) {
    error = http::error::header_limit;
    return;
  }
  if (is_header_done()) {
    return;  // a trailer
  }
  if (field == http::field::location && !head_.location) {
    head_.location = view_of(value);
  } else if (field == http::field::content_encoding) {
    head_.content_encoding += head_.content_encoding.empty() ? "" : ", ";
    head_.content_encoding += view_of(value);
  }
  const bool asserted = std::any_of(headers_.begin(), headers_.end(), [name](const auto& check) {
    return boost::beast::iequals(check.name, name);
  });
  if (asserted || keep_ == Keep::Every) {
    head_.fields.push_back({std::string(view_of(name)), std::string(view_of(value))});
  }
}

void AnswerParser::on_header_impl(Code& /*error*/) {}

void AnswerParser::on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/,
                                     Code& /*error*/) {}

std::size_t AnswerParser::on_body_impl(string_view body, Code& /*error*/) {
  piece_ = view_of(body);
  return body.size();
}

void AnswerParser::on_chunk_header_impl(std::uint64_t size, string_view /*extensions*/,
                                        Code& /*error*/) {
  chunk_left_ = size;
}

std::size_t AnswerParser::on_chunk_body_impl(std::uint64_t /*remain*/, string_view body,
                                             Code& /*error*/) {
  piece_ = view_of(body);
  chunk_left_ -= body.size();
  return body.size();
}

void AnswerParser::on_finish_impl(Code& /*error*/) {}

}  // namespace vedette::prober
