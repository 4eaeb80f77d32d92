#include "targets/files/line_reader.hpp"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <zlib.h>

#include "base/require.hpp"

namespace vedette::targets {
namespace {

constexpr size_t kChunk = 64 * 1024;
/// gzip swells at most 1,032-fold: this much of a file becomes 4 MiB of text at once.
constexpr size_t kGzipChunk = 4 * 1024;

}  // namespace

/// zlib's state for one or more gzip members in a row.
struct LineReader::Inflater {
  Inflater() { require(inflateInit2(&stream, 15 + 16) == Z_OK, "zlib makes an inflater"); }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream stream{};
  bool between_members = true;  ///< the file may end here
};

LineReader::LineReader(UniqueFd fd, Format format, Limits limits)
    : fd_(std::move(fd)),
      limits_(limits),
      inflater_(format == Format::Gzip ? std::make_unique<Inflater>() : nullptr) {}

LineReader::~LineReader() = default;

Result<std::optional<std::string_view>> LineReader::next() {
  size_t searched = begin_;
  while (true) {
    const size_t end = text_.find('\n', searched);
    if (end != std::string::npos) {
      const std::string_view line = std::string_view(text_).substr(begin_, end - begin_);
      begin_ = end + 1;
      return line;
    }
    if (at_end_) break;
    if (text_.size() - begin_ > limits_.line_bytes) {
      return fail(ErrorKind::Invalid,
                  fmt::format("has a line of more than {} bytes", limits_.line_bytes));
    }
    text_.erase(0, begin_);
    begin_ = 0;
    searched = text_.size();
    if (Result<void> filled = fill(); !filled) return tl::unexpected(filled.error());
  }
  if (begin_ == text_.size()) return std::nullopt;
  const std::string_view last = std::string_view(text_).substr(begin_);
  begin_ = text_.size();
  return last;
}

/// Reads one chunk of the file.
Result<void> LineReader::fill() {
  char chunk[kChunk];
  const ssize_t got = ::read(fd_.get(), chunk, inflater_ ? kGzipChunk : kChunk);
  if (got < 0) {
    if (errno == EINTR) return {};
    return fail(ErrorKind::Unavailable,
                "cannot read the file: " + std::generic_category().message(errno));
  }
  if (got == 0) {
    at_end_ = true;
    if (inflater_ && !inflater_->between_members) {
      return fail(ErrorKind::Invalid, "its gzip data is cut short");
    }
    return {};
  }
  const std::string_view bytes(chunk, static_cast<size_t>(got));
  hash_.update(bytes);
  return append(bytes);
}

/// Adds what the bytes stand for to the text.
Result<void> LineReader::append(std::string_view bytes) {
  const auto bounded = [this](std::string_view piece) -> Result<void> {
    total_ += piece.size();
    if (total_ > limits_.file_bytes) {
      return fail(ErrorKind::Invalid,
                  fmt::format("holds more than {} bytes, the most allowed", limits_.file_bytes));
    }
    text_ += piece;
    return {};
  };
  if (!inflater_) return bounded(bytes);

  z_stream& stream = inflater_->stream;
  std::string input(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  do {
    char out[kChunk];
    stream.next_out = reinterpret_cast<Bytef*>(out);
    stream.avail_out = sizeof out;
    inflater_->between_members = false;
    const int state = inflate(&stream, Z_NO_FLUSH);
    if (state == Z_BUF_ERROR) break;  // all input is used up, and all output was taken
    if (state != Z_OK && state != Z_STREAM_END) {
      return fail(ErrorKind::Invalid, "its gzip data is broken");
    }
    if (Result<void> fits = bounded({out, sizeof out - stream.avail_out}); !fits) return fits;
    if (state == Z_STREAM_END) {
      inflateReset(&stream);
      inflater_->between_members = true;
    }
  } while (stream.avail_in > 0 || (stream.avail_out == 0 && !inflater_->between_members));
  return {};
}

}  // namespace vedette::targets
