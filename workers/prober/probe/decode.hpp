#pragma once

#include <zlib.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace vedette::prober {

/// What a Content-Encoding header says about a body.
enum class Encoding {
  Identity,
  Gzip,
  Deflate,  ///< zlib's format as RFC 9110 says, or the raw stream that some servers send
  Foreign,  ///< br, zstd, several at once …: left as it is
};

[[nodiscard]] Encoding encoding_of(std::string_view content_encoding);

/// Undoes gzip and deflate piece by piece, in bounded memory (about 40 KB, made at the first byte).
class Inflater {
 public:
  /// REQUIRES: Gzip or Deflate.
  explicit Inflater(Encoding encoding) : encoding_(encoding) {}
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() = default;

  struct Step {
    size_t consumed = 0;
    size_t produced = 0;
    bool broken = false;  ///< not what its encoding says; nothing more will come out
  };

  /// Decodes from `in` into `out` until one of them is used up. Several gzip members in a row are
  /// one body; garbage after the last is skipped.
  [[nodiscard]] Step run(std::string_view in, std::span<char> out);

  /// True when the compressed stream has ended properly, or nothing ever came.
  [[nodiscard]] bool complete() const { return !begun_ || ended_; }
  [[nodiscard]] bool out_of_memory() const { return out_of_memory_; }

 private:
  struct Release {
    void operator()(z_stream* stream) const {
      inflateEnd(stream);
      delete stream;
    }
  };
  [[nodiscard]] bool begin(std::string_view in);

  Encoding encoding_;
  std::unique_ptr<z_stream, Release> stream_;
  std::string first_byte_;  // of a deflate body that came alone: two tell zlib from raw
  bool begun_ = false;
  bool ended_ = false;
  bool trailing_ = false;  // garbage after the end has begun: no later packet is a member
  bool out_of_memory_ = false;
};

}  // namespace vedette::prober
