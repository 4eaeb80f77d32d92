#include "targets/files/line_reader.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/temporary_directory.hpp"
#include "target_bed.hpp"
#include "targets/files/directory.hpp"

using vedette::targets::Directory;
using vedette::targets::LineReader;
using vedette::test::gzip;
using Format = LineReader::Format;

namespace {

/// A file's lines, and why reading ended early.
struct Outcome {
  std::vector<std::string> lines;
  std::string error;
  std::string sha256;
};

Outcome read(const std::string& bytes, Format format, LineReader::Limits limits = {}) {
  const vedette::test::TemporaryDirectory directory;
  vedette::test::write_file(directory.path() / "file", bytes);
  LineReader reader(Directory::open(directory.path())->open_file("file").value(), format, limits);
  Outcome outcome;
  while (true) {
    const auto line = reader.next();
    if (!line) {
      outcome.error = line.error().message;
      return outcome;
    }
    if (!line->has_value()) break;
    outcome.lines.emplace_back(**line);
  }
  outcome.sha256 = reader.sha256();
  return outcome;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(line_reader)

BOOST_AUTO_TEST_CASE(lines_come_without_their_ends) {
  const Outcome outcome = read("a\n\nb\nlast", Format::Plain);
  BOOST_TEST((outcome.lines == std::vector<std::string>{"a", "", "b", "last"}));
  BOOST_TEST(read("", Format::Plain).lines.empty());
}

BOOST_AUTO_TEST_CASE(hash_is_of_the_bytes_as_stored) {
  BOOST_TEST(read("abc", Format::Plain).sha256 ==
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(read(gzip("abc"), Format::Gzip).sha256 != read("abc", Format::Plain).sha256);
}

BOOST_AUTO_TEST_CASE(long_lines_cross_chunks_in_both_forms) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += std::string(9973, static_cast<char>('a' + i % 26)) + "\n";
  for (const Outcome& outcome : {read(text, Format::Plain), read(gzip(text), Format::Gzip)}) {
    BOOST_REQUIRE(outcome.lines.size() == 50U);
    BOOST_TEST(outcome.lines[49] == std::string(9973, 'x'));
  }
}

BOOST_AUTO_TEST_CASE(gzip_members_in_a_row_are_one_text) {
  const Outcome outcome = read(gzip("a\nb") + gzip("c\n") + gzip("d"), Format::Gzip);
  BOOST_TEST((outcome.lines == std::vector<std::string>{"a", "bc", "d"}), outcome.error);
}

BOOST_AUTO_TEST_CASE(gzip_cut_anywhere_is_an_error) {
  const std::string whole = gzip("first line\nsecond line\n");
  for (size_t cut = 1; cut < whole.size(); ++cut) {
    BOOST_TEST(!read(whole.substr(0, cut), Format::Gzip).error.empty(), "cut at " << cut);
  }
}

BOOST_AUTO_TEST_CASE(swelling_file_ends_at_the_bound) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += std::string(999, 'x') + "\n";
  const Outcome outcome =
      read(gzip(text), Format::Gzip, {.line_bytes = 1 << 20, .file_bytes = 1'000'000});
  BOOST_TEST(outcome.error == "holds more than 1000000 bytes, the most allowed");
}

BOOST_AUTO_TEST_CASE(endless_line_ends_at_the_bound) {
  const LineReader::Limits limits{.line_bytes = 100'000, .file_bytes = 100 << 20};
  for (const Outcome& outcome : {read(std::string(1 << 20, 'x'), Format::Plain, limits),
                                 read(gzip(std::string(16 << 20, 'x')), Format::Gzip, limits)}) {
    BOOST_TEST(outcome.error == "has a line of more than 100000 bytes");
  }
}

BOOST_AUTO_TEST_SUITE_END()
