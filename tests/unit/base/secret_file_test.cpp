#include "base/secret_file.hpp"

#include <fstream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "support/temporary_directory.hpp"

namespace vedette {
namespace {

struct WithFile {
  Result<std::string> read(std::string_view content) const {
    const std::filesystem::path file = directory.path() / "secret";
    std::ofstream(file, std::ios::binary) << content;
    return read_secret_file(file);
  }
  test::TemporaryDirectory directory;
};

BOOST_FIXTURE_TEST_SUITE(secret_file, WithFile)

BOOST_AUTO_TEST_CASE(one_trailing_newline_is_stripped_and_nothing_else) {
  BOOST_TEST(read("pass word").value() == "pass word");
  BOOST_TEST(read("pass word \n").value() == "pass word ");
}

BOOST_AUTO_TEST_CASE(what_could_end_a_header_or_a_connection_string_is_refused) {
  for (const std::string& content :
       {std::string("a\nb"), std::string("a\r\n"), std::string("a\n\n"), std::string("a\0b", 3),
        std::string(), std::string("\n"), std::string(65'537, 'x')}) {
    const auto secret = read(content);
    BOOST_REQUIRE(!secret);
    BOOST_TEST((secret.error().kind == ErrorKind::Invalid));
    BOOST_TEST(secret.error().message.find("secret") != std::string::npos);
  }
  BOOST_TEST(read(std::string(65'536, 'x')).value().size() == 65'536U);
}

BOOST_AUTO_TEST_CASE(error_never_holds_the_secret) {
  const auto secret = read("hunter2\nmore");
  BOOST_REQUIRE(!secret);
  BOOST_TEST(secret.error().message.find("hunter2") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(file_that_cannot_be_read_is_unavailable_with_its_reason) {
  const auto absent = read_secret_file(directory.path() / "absent");
  BOOST_REQUIRE(!absent);
  BOOST_TEST((absent.error().kind == ErrorKind::Unavailable));
  BOOST_TEST(absent.error().message.find("No such file") != std::string::npos);

  const auto folder = read_secret_file(directory.path());
  BOOST_REQUIRE(!folder);
  BOOST_TEST((folder.error().kind == ErrorKind::Unavailable), folder.error().message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette
