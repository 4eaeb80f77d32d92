#pragma once

#include <zlib.h>

#include <stdexcept>
#include <string>

namespace vedette::test {

/// The formats that servers call gzip and deflate (zlib's own, and the raw stream).
enum class Format { Gzip, Zlib, Raw };

/// Compresses a text in one piece.
inline std::string compressed(const std::string& text, Format format) {
  const int window = format == Format::Gzip ? 31 : (format == Format::Zlib ? 15 : -15);
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) {
    throw std::runtime_error("deflate");
  }
  return out;
}

}  // namespace vedette::test
