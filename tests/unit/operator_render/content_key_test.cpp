#include "operator/render/content_key.hpp"

#include <boost/test/unit_test.hpp>

#include "operator/render/target_line.hpp"

using vedette::op::content_key;
using vedette::op::file_keys;

BOOST_AUTO_TEST_SUITE(content_keys)

BOOST_AUTO_TEST_CASE(key_is_the_contents_sha256) {
  // printf foo | sha256sum
  BOOST_TEST(content_key("foo") ==
             "sha256-2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
}

BOOST_AUTO_TEST_CASE(keys_of_a_line_are_those_of_its_file_references) {
  const std::string a = content_key("a");
  const std::string b = content_key("b");
  const std::string line = R"({"spec":{"http":{"basicAuth":{"usernameFrom":{"file":")" + a +
                           R"("},"passwordFrom":{"file":")" + b + R"("}}}}})";
  BOOST_TEST((file_keys(line) == std::vector{a, b}));
  BOOST_TEST(file_keys(R"({"spec":{"url":"https://shop.example/"}})").empty());
}

BOOST_AUTO_TEST_CASE(text_that_looks_like_a_reference_is_none) {
  const boost::json::object manifest{
      {"metadata", {{"name", "a"}, {"namespace", "shop"}}},
      {"spec",
       {{"url", "https://shop.example/"},
        {"http", {{"body", R"({"file":"sha256-)" + std::string(64, 'a') + R"("})"}}}}}};
  BOOST_TEST(file_keys(vedette::op::render_line(manifest, {}, {})).empty());
}

BOOST_AUTO_TEST_SUITE_END()
