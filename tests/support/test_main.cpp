#define BOOST_TEST_MODULE vedette
#include <boost/test/included/unit_test.hpp>
