#include "model/target_id.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace data = boost::unit_test::data;
using vedette::model::make_target_id;
using vedette::model::murmur2;
using vedette::model::shard_of;
using vedette::model::target_id_from;
using vedette::model::TargetId;

namespace {

struct Hash {
  const char* key;
  std::int32_t value;
};
std::ostream& operator<<(std::ostream& out, const Hash& row) { return out << row.key; }

// From UtilsTest.testMurmur2 of Apache Kafka.
const Hash kHashes[] = {{"21", -973932308},
                        {"foobar", -790332482},
                        {"a-little-bit-long-string", -985981536},
                        {"a-little-bit-longer-string", -1486304829},
                        {"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971},
                        {"abc", 479470107}};

const char* const kNotIds[] = {"",
                               "4bbc9db3-fb8c-5e33-b54d-d2b09f09887",
                               "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c0",
                               "4bbc9db3fb8c-5e33-b54d-d2b09f09887c-",
                               "4bbc9db3-fb8c-5e33-b54d-d2b09f09887g",
                               "{bbc9db3-fb8c-5e33-b54d-d2b09f09887}"};

}  // namespace

BOOST_AUTO_TEST_SUITE(target_id)

BOOST_AUTO_TEST_CASE(published_vector_names_shop_checkout) {
  const TargetId id = make_target_id("default", "shop", "checkout");
  BOOST_TEST(to_text(id) == "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c");
  BOOST_TEST(shard_of(id, 64) == 47);
}

BOOST_AUTO_TEST_CASE(source_namespace_and_name_all_count) {
  const TargetId id = make_target_id("default", "shop", "checkout");
  BOOST_TEST((id != make_target_id("other", "shop", "checkout")));
  BOOST_TEST((id != make_target_id("default", "other", "checkout")));
  BOOST_TEST((id != make_target_id("default", "shop", "other")));
}

BOOST_AUTO_TEST_CASE(text_reads_back_in_either_case) {
  const TargetId id = make_target_id("default", "shop", "checkout");
  BOOST_TEST((target_id_from(to_text(id)) == id));
  BOOST_TEST((target_id_from("4BBC9DB3-FB8C-5E33-B54D-D2B09F09887C") == id));
}

BOOST_DATA_TEST_CASE(other_text_is_no_id, data::make(kNotIds)) {
  BOOST_TEST(!target_id_from(sample).has_value());
}

BOOST_DATA_TEST_CASE(murmur2_equals_kafkas, data::make(kHashes)) {
  BOOST_TEST(murmur2(sample.key) == sample.value);
}

BOOST_AUTO_TEST_CASE(shards_are_never_negative) {
  for (int i = 0; i < 1000; ++i) {
    const int shard = shard_of(make_target_id("default", "ns", std::to_string(i)), 7);
    BOOST_TEST_REQUIRE(shard >= 0);
    BOOST_TEST_REQUIRE(shard < 7);
  }
}

BOOST_AUTO_TEST_SUITE_END()
