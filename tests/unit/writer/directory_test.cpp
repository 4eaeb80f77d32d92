#include "writer/store/directory.hpp"

#include <boost/test/unit_test.hpp>

#include "store_bed.hpp"

namespace vedette::writer {
namespace {

using namespace test;

struct DirectoryBed {
  FakeDatabase database;
  prometheus::Registry registry;
  Metrics metrics{registry};
  KnownNames known{{.targets = 2, .names = 2}};
  Directory directory{database, known, metrics};

  RowIds numbers_of(const model::ProbeResult& result) {
    const auto ids = known.find(result);
    BOOST_REQUIRE(ids.has_value());
    return *ids;
  }
  void learn(const std::vector<model::ProbeResult>& results) {
    BOOST_REQUIRE(directory.learn(results).has_value());
  }
};

model::ProbeResult result_of(const std::string& name) {
  model::ProbeResult result = good_result();
  result.target.name = name;
  result.target.id = model::make_target_id("default", "shop", name);
  return result;
}

BOOST_FIXTURE_TEST_SUITE(directory, DirectoryBed)

BOOST_AUTO_TEST_CASE(names_met_before_cost_no_query) {
  learn({good_result()});
  const int asked = database.lookups;
  learn({good_result()});
  BOOST_TEST(database.lookups == asked);
}

BOOST_AUTO_TEST_CASE(changed_description_is_written_once) {
  learn({good_result()});
  auto moved = good_result();
  moved.target.url = "https://new.example/";
  learn({moved});
  learn({moved});
  BOOST_REQUIRE(database.targets_written.size() == 2U);
  BOOST_TEST(database.targets_written[1].url == "https://new.example/");
}

BOOST_AUTO_TEST_CASE(result_that_describes_its_target_anew_is_found_once_that_is_written) {
  learn({good_result()});
  auto moved = good_result();
  moved.target.labels = {{"team", "other"}};
  BOOST_TEST(known.find_described(good_result()).has_value());
  BOOST_TEST(!known.find_described(moved).has_value());
  BOOST_TEST(known.find(moved).has_value());
  learn({moved});
  BOOST_TEST(known.find_described(moved).has_value());
}

BOOST_AUTO_TEST_CASE(one_unknown_name_leaves_a_result_without_numbers) {
  learn({good_result()});
  auto elsewhere = good_result();
  elsewhere.facts.address = "192.0.2.7:443";
  BOOST_TEST(!known.find(elsewhere).has_value());
}

BOOST_AUTO_TEST_CASE(full_cache_is_emptied_and_ids_stay_the_same) {
  learn({result_of("a"), result_of("b")});
  const RowIds before = numbers_of(result_of("a"));
  learn({result_of("a")});
  BOOST_TEST(metrics.cache_clears.Value() == 1);
  BOOST_TEST(numbers_of(result_of("a")).target == before.target);
}

BOOST_AUTO_TEST_CASE(what_does_not_apply_has_no_number) {
  learn({good_result()});
  const RowIds ids = numbers_of(good_result());
  BOOST_TEST(!ids.address.has_value());
  BOOST_TEST(!ids.certificate.has_value());
}

BOOST_AUTO_TEST_CASE(certificates_differ_by_what_was_verified) {
  auto verified = good_result();
  verified.facts.tls.emplace().sha256 = std::string(64, 'a');
  auto refused = verified;
  refused.facts.tls->verify_error = "self-signed certificate";
  learn({verified, refused});
  BOOST_TEST((numbers_of(verified).certificate != numbers_of(refused).certificate));
}

BOOST_AUTO_TEST_CASE(result_without_a_prober_is_of_an_unknown_one) {
  auto nameless = good_result();
  nameless.prober.clear();
  learn({nameless});
  BOOST_TEST(numbers_of(nameless).prober > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
