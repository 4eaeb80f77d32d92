#include "prober/probe/body_sink.hpp"

#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "support/site/compressed.hpp"

namespace vedette::test {
namespace {

using prober::BodySink;
using prober::Encoding;
using prober::encoding_of;
using Keep = BodySink::Keep;

/// Feeds `body` in pieces of `size` bytes, as packets would.
void feed(BodySink& sink, std::string_view body, size_t size) {
  std::array<char, 1024> scratch{};
  while (!body.empty()) {
    std::string_view piece = body.substr(0, size);
    body.remove_prefix(piece.size());
    for (;;) {
      const BodySink::Taken taken = sink.take(piece, scratch);
      piece.remove_prefix(taken.consumed);
      if (!taken.more) {
        break;
      }
    }
  }
  sink.finish();
}

std::string prose(size_t size) {
  std::string text;
  for (int i = 0; text.size() < size; ++i) {
    text += "line " + std::to_string(i) + "\n";
  }
  text.resize(size);
  return text;
}

struct Coding {
  Format format;
  Encoding encoding;
  friend std::ostream& operator<<(std::ostream& out, const Coding& coding) {
    return out << static_cast<int>(coding.format);
  }
};
const std::vector<Coding> kCodings = {{Format::Gzip, Encoding::Gzip},
                                      {Format::Zlib, Encoding::Deflate},
                                      {Format::Raw, Encoding::Deflate}};
const std::vector<size_t> kPieces = {1, 2, 7, 100'000};

BOOST_AUTO_TEST_SUITE(body_sink_test)

BOOST_AUTO_TEST_CASE(encodings_are_recognised) {
  BOOST_TEST((encoding_of("") == Encoding::Identity));
  BOOST_TEST((encoding_of(" Identity ") == Encoding::Identity));
  BOOST_TEST((encoding_of("GZIP") == Encoding::Gzip));
  BOOST_TEST((encoding_of("x-gzip") == Encoding::Gzip));
  BOOST_TEST((encoding_of("deflate") == Encoding::Deflate));
  BOOST_TEST((encoding_of("br") == Encoding::Foreign));
  BOOST_TEST((encoding_of("gzip, gzip") == Encoding::Foreign));
}

BOOST_DATA_TEST_CASE(every_coding_in_every_piece_size_gives_the_text,
                     boost::unit_test::data::make(kCodings) * boost::unit_test::data::make(kPieces),
                     coding, size) {
  const std::string text = prose(20'000);
  BodySink sink(Keep::Text, 1 << 20, coding.encoding);
  feed(sink, compressed(text, coding.format), size);
  BOOST_TEST(!sink.broken());
  BOOST_TEST((sink.text() == text));
  BOOST_TEST(sink.bytes() == 20'000);
}

BOOST_AUTO_TEST_CASE(two_gzip_members_are_one_body) {
  BodySink sink(Keep::Text, 100, Encoding::Gzip);
  feed(sink, compressed("one", Format::Gzip) + compressed("two", Format::Gzip), 1);
  BOOST_TEST(sink.text() == "onetwo");
  BOOST_TEST(!sink.broken());
}

BOOST_AUTO_TEST_CASE(garbage_after_the_end_is_passed_over) {
  BodySink sink(Keep::Text, 100, Encoding::Gzip);
  feed(sink, compressed("text", Format::Gzip) + std::string(10, '\0'), 100);
  BOOST_TEST(sink.text() == "text");
  BOOST_TEST(!sink.broken());
}

// A packet that began with gzip's first byte was taken for another member.
BOOST_DATA_TEST_CASE(garbage_after_the_end_is_garbage_in_every_packet,
                     boost::unit_test::data::make(kPieces), size) {
  BodySink sink(Keep::Text, 100, Encoding::Gzip);
  feed(sink, compressed("text", Format::Gzip) + "x\x1F\x1F", size);
  BOOST_TEST(sink.text() == "text");
  BOOST_TEST(!sink.broken());
}

BOOST_AUTO_TEST_CASE(a_stream_that_stops_early_is_broken) {
  const std::string whole = compressed(prose(1000), Format::Gzip);
  BodySink sink(Keep::Text, 1 << 20, Encoding::Gzip);
  feed(sink, whole.substr(0, whole.size() - 9), 100);
  BOOST_TEST(sink.broken());
}

BOOST_AUTO_TEST_CASE(text_that_calls_itself_gzip_is_broken_but_counted) {
  BodySink sink(Keep::Count, 1 << 20, Encoding::Gzip);
  feed(sink, "plain text", 4);
  BOOST_TEST(sink.broken());
  BOOST_TEST(sink.wants_more());
}

BOOST_AUTO_TEST_CASE(an_empty_body_is_not_broken) {
  BodySink sink(Keep::Text, 100, Encoding::Gzip);
  sink.finish();
  BOOST_TEST(!sink.broken());
}

BOOST_AUTO_TEST_CASE(a_body_of_exactly_the_limit_is_within_it) {
  BodySink sink(Keep::Text, 10, Encoding::Identity);
  feed(sink, "0123456789", 3);
  BOOST_TEST(!sink.over_limit());
  BOOST_TEST(sink.bytes() == 10);
}

BOOST_AUTO_TEST_CASE(one_byte_more_is_over_it_and_not_kept) {
  BodySink sink(Keep::Text, 9, Encoding::Identity);
  feed(sink, "0123456789", 3);
  BOOST_TEST(sink.over_limit());
  BOOST_TEST(!sink.wants_more());
  BOOST_TEST(sink.text() == "012345678");
}

// In packets of another size, the same body was called undecodable.
BOOST_AUTO_TEST_CASE(past_the_limit_a_cut_or_broken_stream_is_no_fault_of_its_own) {
  const std::string whole = compressed(prose(5000), Format::Gzip);
  std::string damaged = whole;
  damaged[damaged.size() - 6] = static_cast<char>(~damaged[damaged.size() - 6]);  // the checksum
  for (const std::string& body : {whole.substr(0, whole.size() - 9), damaged}) {
    for (const size_t size : kPieces) {
      BodySink sink(Keep::Text, 4990, Encoding::Gzip);
      feed(sink, body, size);
      BOOST_TEST(sink.over_limit());
      BOOST_TEST(!sink.broken(), "in packets of " << size);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_bomb_is_taken_in_slices_up_to_the_limit) {
  const std::string bomb = compressed(std::string(8 << 20, 'x'), Format::Gzip);
  BodySink sink(Keep::Count, 4 << 20, Encoding::Gzip);
  std::array<char, 32 * 1024> scratch{};
  std::string_view rest = bomb;
  int slices = 0;
  for (BodySink::Taken taken{0, true}; taken.more; ++slices) {
    const std::int64_t before = sink.bytes();
    taken = sink.take(rest, scratch);
    rest.remove_prefix(taken.consumed);
    BOOST_TEST(sink.bytes() - before <=
               static_cast<std::int64_t>(BodySink::kSlice + scratch.size()));
  }
  BOOST_TEST(slices >= 16);
  BOOST_TEST(sink.over_limit());
  BOOST_TEST(sink.bytes() == 4 << 20);
}

BOOST_AUTO_TEST_CASE(counting_keeps_no_text) {
  BodySink sink(Keep::Count, 100, Encoding::Identity);
  feed(sink, "text", 4);
  BOOST_TEST(sink.bytes() == 4);
  BOOST_TEST(sink.text().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
