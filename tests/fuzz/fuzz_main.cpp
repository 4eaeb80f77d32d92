#include <cstddef>
#include <cstdint>

#include "fuzz/fuzz.hpp"

// What libFuzzer calls; VEDETTE_FUZZED names the function.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vedette::test::VEDETTE_FUZZED({reinterpret_cast<const char*>(data), size});
  return 0;
}
