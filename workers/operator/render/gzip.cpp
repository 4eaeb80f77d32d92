#include "operator/render/gzip.hpp"

#define ZLIB_CONST  // what is read is const
#include <zlib.h>

#include "base/require.hpp"

namespace vedette::op {
namespace {

constexpr int kGzip = 16;  ///< added to the window's bits: gzip's head and tail
constexpr int kWindow = 15 + kGzip;
constexpr int kMemory = 8;  // zlib's defaults
constexpr int kLevel = 6;
constexpr std::size_t kChunk = 256 * 1024;

Bytef* zlib_bytes(std::string& text) { return reinterpret_cast<Bytef*>(text.data()); }

const Bytef* zlib_bytes(std::string_view text) {
  return reinterpret_cast<const Bytef*>(text.data());
}

/// inflate's state, freed at every way out.
struct Inflater {
  Inflater() { require(inflateInit2(&stream, kWindow) == Z_OK, "zlib makes an inflater"); }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream stream{};
};

}  // namespace

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  require(deflateInit2(&stream, kLevel, Z_DEFLATED, kWindow, kMemory, Z_DEFAULT_STRATEGY) == Z_OK,
          "zlib makes a deflater");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = zlib_bytes(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = zlib_bytes(out);
  stream.avail_out = static_cast<uInt>(out.size());
  const int state = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  require(state == Z_STREAM_END, "deflateBound was enough");
  return out;
}

Result<std::string> gunzip(std::string_view bytes, std::size_t max_bytes) {
  Inflater inflater;
  z_stream& stream = inflater.stream;
  stream.next_in = zlib_bytes(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  int state = Z_OK;
  while (state == Z_OK) {
    if (out.size() > max_bytes) {
      return fail(ErrorKind::Invalid,
                  "its gzip data holds more than " + std::to_string(max_bytes) + " bytes");
    }
    const std::size_t done = out.size();
    out.resize(done + kChunk);
    stream.next_out = zlib_bytes(out) + done;
    stream.avail_out = kChunk;
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(done + kChunk - stream.avail_out);
  }
  if (state != Z_STREAM_END || stream.avail_in > 0) {
    return fail(ErrorKind::Invalid, "its gzip data is broken or cut short");
  }
  return out;
}

}  // namespace vedette::op
