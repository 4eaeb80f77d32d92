#include <array>
#include <chrono>
#include <cstdint>
#include <utility>

#include "support/site/awkward/script_kit.hpp"
#include "support/site/awkward/scripts.hpp"
#include "support/site/compressed.hpp"

namespace vedette::test {
namespace {

/// The first bytes of a stream, before its blocks (RFC 1952, RFC 1950; raw deflate has none).
constexpr std::array kGzipStart = {'\x1f', '\x8b', '\x08', '\0', '\0',
                                   '\0',   '\0',   '\0',   '\0', '\3'};
constexpr std::string_view kZlibStart = "\x78\x9c";
/// Four empty blocks of deflate with fixed codes, ten bits each (RFC 1951 §3.2.6).
constexpr std::array kEmptyBlocks = {'\x02', '\x08', '\x20', '\x80', '\0'};

template <std::size_t N>
std::string text_of(const std::array<char, N>& bytes) {
  return {bytes.data(), bytes.size()};
}

std::string labelled(const std::string& encoding, const std::string& body) {
  return answer_of(body, "Content-Encoding: " + encoding + "\r\n");
}

/// A body that decodes to zeros without end, a thousandth as long on the wire.
RawScript bomb(const std::string& encoding, std::string_view start) {
  const std::string head =
      std::string(kOkHead) + "Content-Encoding: " + encoding + "\r\n\r\n" + std::string(start);
  return says_endlessly(head, deflated_block(std::string(1 << 20, '\0')));
}

std::string utf16(std::string_view text) {
  std::string wide = "\xFF\xFE";
  for (const char letter : text) {
    wide += letter;
    wide += '\0';
  }
  return wide;
}

std::string random_letters(std::size_t count, std::uint32_t seed) {
  std::string text(count, '\0');
  std::uint32_t random = seed;  // Numerical Recipes' generator
  for (char& letter : text) {
    random = random * 1664525U + 1013904223U;
    letter = static_cast<char>('a' + (random >> 24) % 26);
  }
  return text;
}

RawScript in_two_packets(std::string first, std::string second) {
  return [first = std::move(first), second = std::move(second)](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(first);
    peer.pause(std::chrono::milliseconds(20));
    peer.send(second);
  };
}

/// Checksums stand at the end: eight bytes of gzip (with the length), four of zlib.
std::string with_last_bytes_changed(std::string stream, std::size_t count) {
  for (std::size_t i = stream.size() - count; i < stream.size(); ++i) {
    stream[i] = static_cast<char>(~stream[i]);
  }
  return stream;
}

std::vector<AwkwardScript> codings() {
  const std::string text = repeated("Service OK. ", 1000);
  const std::string packed = compressed(text, Format::Gzip);
  const std::string gzip_start = text_of(kGzipStart);
  const std::string endless_head = std::string(kOkHead) + "Content-Encoding: gzip\r\n\r\n";
  return {
      {"gzip", "compresses its body with gzip", says(labelled("gzip", packed))},
      {"deflate-zlib", "compresses its body with deflate as RFC 9110 means it",
       says(labelled("deflate", compressed(text, Format::Zlib)))},
      {"deflate-raw", "compresses its body with deflate as old servers do, without zlib's frame",
       says(labelled("deflate", compressed(text, Format::Raw)))},
      {"gzip-cut", "sends a gzip stream that lacks its end",
       says(labelled("gzip", packed.substr(0, packed.size() - 9)))},
      {"deflate-cut", "sends a deflate stream that lacks its end",
       says(labelled("deflate", compressed(text, Format::Zlib).substr(0, 20)))},
      {"deflate-raw-cut", "sends a raw deflate stream that lacks its end",
       says(labelled("deflate", compressed(text, Format::Raw).substr(0, 20)))},
      {"gzip-bad-sum", "sends gzip whose checksum is not that of its text",
       says(labelled("gzip", with_last_bytes_changed(packed, 8)))},
      {"deflate-bad-sum", "sends zlib whose checksum is not that of its text",
       says(labelled("deflate", with_last_bytes_changed(compressed(text, Format::Zlib), 4)))},
      {"gzip-lie", "calls a plain text gzip", says(labelled("gzip", "Service OK"))},
      {"deflate-lie", "calls a plain text deflate", says(labelled("deflate", "Service OK"))},
      {"gzip-called-deflate", "compresses with gzip and calls it deflate",
       says(labelled("deflate", packed))},
      {"deflate-called-gzip", "compresses with deflate and calls it gzip",
       says(labelled("gzip", compressed(text, Format::Zlib)))},
      {"gzip-unlabelled", "sends gzip and does not say so", says(answer_of(packed))},
      {"gzip-twice", "compresses twice and says so",
       says(labelled("gzip, gzip", compressed(packed, Format::Gzip)))},
      {"gzip-twice-unsaid", "compresses twice and says gzip once",
       says(labelled("gzip", compressed(packed, Format::Gzip)))},
      {"deflate-twice", "compresses with deflate twice and says so",
       says(
           labelled("deflate, deflate", compressed(compressed(text, Format::Zlib), Format::Zlib)))},
      {"deflate-twice-unsaid", "compresses with deflate twice and says so once",
       says(labelled("deflate", compressed(compressed(text, Format::Zlib), Format::Zlib)))},
      {"deflate-raw-twice-unsaid", "compresses with raw deflate twice and says so once",
       says(labelled("deflate", compressed(compressed(text, Format::Raw), Format::Raw)))},
      {"brotli", "says br", says(labelled("br", "\x0b\x04\x80OK\x03"))},
      {"gzip-bomb", "sends gzip that decodes to zeros without end", bomb("gzip", gzip_start)},
      {"deflate-bomb", "sends zlib that decodes to zeros without end", bomb("deflate", kZlibStart)},
      {"deflate-raw-bomb", "sends raw deflate that decodes to zeros without end",
       bomb("deflate", "")},
      {"gzip-of-nothing", "sends gzip without end that decodes to nothing",
       says_endlessly(endless_head + gzip_start, repeated(text_of(kEmptyBlocks), 6000))},
      {"gzip-members-of-nothing", "sends empty gzip files without end",
       says_endlessly(endless_head, repeated(compressed("", Format::Gzip), 1600))},
  };
}

std::vector<AwkwardScript> texts() {
  return {
      {"utf16", "sends UTF-16", says(answer_of(utf16("Service OK")))},
      {"nul-body", "sends NULs before its text",
       says(answer_of(std::string(3, '\0') + "Service OK"))},
      {"match-across-packets", "sends the text in two packets",
       in_two_packets(std::string(kOkHead) + "Content-Length: 10\r\n\r\nServ", "ice OK")},
      {"match-across-chunks", "sends the text in two chunks and packets",
       in_two_packets(std::string(kChunkedHead) + "7\r\nService\r\n", "3\r\n OK\r\n0\r\n\r\n")},
      {"letters-250kib", "sends 250 KiB of letters at random",
       says(answer_of(random_letters(250 * 1024, 1)))},
      {"letters-24mib", "sends 24 MiB of letters at random",
       [](RawConnection& peer) {
         constexpr std::size_t kBlock = 256 * 1024;
         (void)peer.read_head();
         peer.send(std::string(kOkHead) + "Content-Length: " + std::to_string(96 * kBlock) +
                   "\r\n\r\n");
         for (std::uint32_t i = 0; i < 96; ++i) {
           peer.send(random_letters(kBlock, i));  // a search that knows the text would be quick
         }
       }},
  };
}

}  // namespace

std::vector<AwkwardScript> content_scripts() {
  std::vector<AwkwardScript> all = codings();
  for (AwkwardScript& script : texts()) {
    all.push_back(std::move(script));
  }
  return all;
}

}  // namespace vedette::test
