#include "prober/probe/decode.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <limits>

namespace vedette::prober {
namespace {

constexpr size_t kMostZlibBytes = std::numeric_limits<uInt>::max();
constexpr int kGzipWindow = 15 + 16;  // zlib.h, inflateInit2: 16 = gzip, negative = raw
constexpr int kZlibWindow = 15;
constexpr int kRawWindow = -15;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// RFC 1950 §2.2: method 8, and the two bytes are a multiple of 31.
bool is_zlib_header(unsigned char first, unsigned char second) {
  return (first & 0x0F) == Z_DEFLATED && (first * 256 + second) % 31 == 0;
}

void set_input(z_stream& stream, std::string_view in) {
  // zlib does not write there; its type is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
  stream.avail_in = static_cast<uInt>(std::min(in.size(), kMostZlibBytes));
}

}  // namespace

Encoding encoding_of(std::string_view content_encoding) {
  using boost::beast::iequals;
  const std::string_view name = trimmed(content_encoding);
  if (name.empty() || iequals(name, "identity")) {
    return Encoding::Identity;
  }
  if (iequals(name, "gzip") || iequals(name, "x-gzip")) {
    return Encoding::Gzip;
  }
  return iequals(name, "deflate") ? Encoding::Deflate : Encoding::Foreign;
}

bool Inflater::begin(std::string_view in) {
  int window = kGzipWindow;
  if (encoding_ == Encoding::Deflate) {
    const std::string start = first_byte_ + std::string(in.substr(0, 1 + in.size() / 2));
    const bool zlib =
        is_zlib_header(static_cast<unsigned char>(start[0]), static_cast<unsigned char>(start[1]));
    window = zlib ? kZlibWindow : kRawWindow;
  }
  auto stream = std::make_unique<z_stream>();
  if (inflateInit2(stream.get(), window) != Z_OK) {
    out_of_memory_ = true;
    return false;
  }
  stream_.reset(stream.release());
  return true;
}

Inflater::Step Inflater::run(std::string_view in, std::span<char> out) {
  Step step;
  if (stream_ == nullptr) {
    if (in.empty()) {
      return step;
    }
    begun_ = true;
    if (encoding_ == Encoding::Deflate && first_byte_.empty() && in.size() == 1) {
      first_byte_ = in;
      step.consumed = 1;
      return step;
    }
    if (!begin(in)) {
      step.broken = true;
      return step;
    }
  }
  stream_->next_out = reinterpret_cast<Bytef*>(out.data());
  stream_->avail_out = static_cast<uInt>(std::min(out.size(), kMostZlibBytes));
  if (!first_byte_.empty()) {
    set_input(*stream_, first_byte_);
    step.broken = inflate(stream_.get(), Z_NO_FLUSH) != Z_OK;
    first_byte_.clear();
  }
  set_input(*stream_, in);
  while (!step.broken && stream_->avail_out > 0) {
    if (ended_) {
      constexpr Bytef kGzipMagic = 0x1F;
      if (stream_->avail_in == 0) {
        break;
      }
      trailing_ = trailing_ || encoding_ != Encoding::Gzip || *stream_->next_in != kGzipMagic;
      if (trailing_) {
        stream_->avail_in = 0;
        break;
      }
      inflateReset(stream_.get());
      ended_ = false;
    }
    const int result = inflate(stream_.get(), Z_NO_FLUSH);
    ended_ = result == Z_STREAM_END;
    if (result == Z_BUF_ERROR) {
      break;  // needs more input or more room
    }
    out_of_memory_ = result == Z_MEM_ERROR;
    step.broken = !ended_ && result != Z_OK;
  }
  step.consumed += in.size() - stream_->avail_in;
  step.produced = out.size() - stream_->avail_out;
  return step;
}

}  // namespace vedette::prober
