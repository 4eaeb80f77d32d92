#include "writer/store/failure.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace vedette::writer {
namespace {

namespace data = boost::unit_test::data;

struct Case {
  const char* sqlstate;
  FailureClass cls;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.sqlstate; }

const Case kCases[] = {
    {"23505", FailureClass::Duplicate}, {"23514", FailureClass::NoPartition},
    {"22021", FailureClass::BadRow},    {"22003", FailureClass::BadRow},
    {"23502", FailureClass::BadRow},    {"40001", FailureClass::Retry},
    {"40P01", FailureClass::Retry},     {"55P03", FailureClass::Retry},
    {"53300", FailureClass::Busy},      {"53100", FailureClass::Busy},
    {"57014", FailureClass::Busy},      {"57P01", FailureClass::Broken},
    {"57P03", FailureClass::Broken},    {"08006", FailureClass::Broken},
    {"25006", FailureClass::Broken},    {"", FailureClass::Broken},
    {"42P01", FailureClass::Fatal},     {"42501", FailureClass::Fatal},
    {"XX000", FailureClass::Fatal},
};

BOOST_AUTO_TEST_SUITE(failure)

BOOST_DATA_TEST_CASE(sqlstate_is_classified_by_remedy, data::make(kCases), c) {
  BOOST_TEST(to_text(classify(c.sqlstate)) == to_text(c.cls));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
