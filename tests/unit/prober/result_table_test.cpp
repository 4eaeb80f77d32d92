#include "prober/commands/result_table.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"

namespace vedette::prober {
namespace {

model::ProbeResult up() {
  model::ProbeResult result;
  result.target.ns = "shop";
  result.target.name = "checkout";
  result.facts.outcome = model::Outcome::Up;
  result.facts.reason = model::Reason::Ok;
  result.facts.status_code = 200;
  result.facts.durations.total = Micros(12'399);
  result.facts.tls.emplace().not_after = from_rfc3339("2027-01-02T03:04:05Z");
  return result;
}

model::ProbeResult down() {
  model::ProbeResult result;
  result.target.ns = "a-namespace-with-a-long-name";
  result.target.name = "and-a-target-with-a-name-just-as-long";
  result.facts.outcome = model::Outcome::Down;
  result.facts.reason = model::Reason::ConnectionRefused;
  result.facts.phase = model::Phase::Connect;
  result.facts.message = "cannot connect\nto 127.0.0.1:9";
  return result;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

BOOST_AUTO_TEST_SUITE(result_table)

BOOST_AUTO_TEST_CASE(columns_stand_below_their_heads_however_long_a_name_is) {
  const auto lines = lines_of(prober::result_table({up(), down()}, Colours::Off));
  BOOST_REQUIRE_EQUAL(lines.size(), 4);
  const size_t outcome = lines[0].find("OUTCOME");
  BOOST_TEST(lines[1].find("up") == outcome);
  BOOST_TEST(lines[2].find("down") == outcome);
  const size_t reason = lines[0].find("REASON");
  BOOST_TEST(lines[1].find("ok") == reason);
  BOOST_TEST(lines[2].find("connection_refused in connect") == reason);
}

BOOST_AUTO_TEST_CASE(shows_code_milliseconds_and_the_certificates_end) {
  const auto lines = lines_of(prober::result_table({up()}, Colours::Off));
  BOOST_TEST(lines[1].find(" 200 ") != std::string::npos);
  BOOST_TEST(lines[1].find(" 12.3 ") != std::string::npos);
  BOOST_TEST(lines[1].find(" 2027-01-02 ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_message_never_breaks_its_line) {
  const auto lines = lines_of(prober::result_table({down()}, Colours::Off));
  BOOST_TEST(lines[1].ends_with("connection_refused in connect: cannot connect to 127.0.0.1:9"));
}

BOOST_AUTO_TEST_CASE(counts_at_the_end) {
  BOOST_TEST(lines_of(prober::result_table({up(), down()}, Colours::Off)).back() ==
             "2 targets: 1 up, 1 down, 0 unknown; phases in ms");
  BOOST_TEST(lines_of(prober::result_table({up()}, Colours::Off)).back() ==
             "1 target: 1 up, 0 down, 0 unknown; phases in ms");
}

BOOST_AUTO_TEST_CASE(colours_change_nothing_but_colours) {
  std::string coloured = prober::result_table({up(), down()}, Colours::On);
  BOOST_TEST(coloured.find("\x1b[32mup\x1b[0m") != std::string::npos);
  BOOST_TEST(coloured.find("\x1b[31mdown\x1b[0m") != std::string::npos);
  for (const std::string escape : {"\x1b[32m", "\x1b[31m", "\x1b[0m"}) {
    for (size_t at = 0; (at = coloured.find(escape)) != std::string::npos;) {
      coloured.erase(at, escape.size());
    }
  }
  BOOST_TEST(coloured == prober::result_table({up(), down()}, Colours::Off));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
