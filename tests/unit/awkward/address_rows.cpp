#include "unit/awkward/awkward_place.hpp"
#include "unit/awkward/row.hpp"

namespace vedette::test {

using model::Phase;
using model::Reason;

namespace {

/// A well-behaved server behind a name.
Row named(std::string host, Expected expected, Millis timeout = Millis(10'000)) {
  return {.server = "stays-open",
          .when = "",
          .expected = std::move(expected),
          .timeout = timeout,
          .host = std::move(host)};
}

}  // namespace

std::vector<Row> address_rows() {
  constexpr Millis kSecond{1'000};
  const Expected not_found = down(Reason::DnsNotFound, Phase::Dns).at("");
  const Expected broken = down(Reason::DnsError, Phase::Dns).at("");
  // The resolver gives up at half of the time that is left, or soon after.
  const Expected no_answer = down(Reason::DnsTimeout, Phase::Dns).at("");
  const Expected deaf = down(Reason::Timeout, Phase::Connect).at(kBlackHole);
  Row ipv4_of_v6 = named("v6.test", not_found);
  ipv4_of_v6.when = "IPv4 wanted";
  ipv4_of_v6.adjust = [](model::Target& target) { target.ip_family = model::IpFamily::IPv4; };
  return {
      named("good.test", up(200)),
      named("unknown.test", not_found),
      named("empty.test", not_found),
      named("unknown", not_found),
      ipv4_of_v6,
      named("slow.test", up(200).spending(Millis(195), Phase::Dns)),
      named("silent.test", no_answer.spending(Millis(100), Phase::Dns), kShort),
      named("late.test", no_answer.spending(Millis(350), Phase::Dns), kSecond),
      named("broken.test", broken),
      named("refusing.test", broken),
      named("garbage.test", broken),
      named("truncated.test", up(200)),
      named("black-hole.test", deaf, kShort),
      named("black-hole-first.test", up(200).spending(Millis(350), Phase::Connect), kSecond),
      named("black-hole-last.test", deaf, kShort),
      named("refused.test", down(Reason::ConnectionRefused, Phase::Connect).at("127.0.0.4")),
      named("refused-first.test", up(200)),
      named("unreachable.test", down(Reason::NetworkUnreachable, Phase::Connect).at("224.0.0.1")),
      named("unreachable-first.test", up(200)),
  };
}

}  // namespace vedette::test
