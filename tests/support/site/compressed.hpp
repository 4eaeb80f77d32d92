#pragma once

#include <zlib.h>

#include <stdexcept>
#include <string>

namespace vedette::test {

/// The formats that servers call gzip and deflate (zlib's own, and the raw stream).
enum class Format { Gzip, Zlib, Raw };

/// Compresses a text in one piece, ending as `flush` says.
inline std::string compressed(const std::string& text, Format format, int flush = Z_FINISH) {
  const int window = format == Format::Gzip ? 31 : (format == Format::Zlib ? 15 : -15);
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string out(deflateBound(&stream, text.size()) + 16, '\0');  // room for a flush
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, flush);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != (flush == Z_FINISH ? Z_STREAM_END : Z_OK)) {
    throw std::runtime_error("deflate");
  }
  return out;
}

/// Whole blocks of raw deflate that refer to nothing before them, so that they may be repeated.
inline std::string deflated_block(const std::string& text) {
  return compressed(text, Format::Raw, Z_FULL_FLUSH);
}

}  // namespace vedette::test
