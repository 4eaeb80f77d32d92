// Boost.JSON itself, compiled once for every binary: Debian's package has headers only.
#include <boost/json/src.hpp>
