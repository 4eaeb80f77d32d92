#include <cstddef>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "bench/write/store.hpp"
#include "bench/write/workload.hpp"
#include "support/writer/result_feed.hpp"

namespace {

constexpr vedette::Millis kFlushDeadline{120'000};

void feed(const std::string& brokers, std::size_t rows) {
  const vedette::test::SyntheticResults results = vedette::bench::make_workload();
  vedette::test::ResultFeed feed(brokers);
  for (std::size_t n = 0; n < rows; ++n) feed.send(results.make(n));
  feed.flush(kFlushDeadline);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (words.size() == 3 && words[0] == "feed") {
      feed(words[1], std::stoul(words[2]));
      return 0;
    }
    if (words.size() == 3 && words[0] == "store") {
      const auto cost = vedette::bench::store_from_memory(words[1], std::stoul(words[2]));
      std::cout << cost.wall.count() << ' ' << cost.cpu.count() << '\n';
      return 0;
    }
  } catch (const std::exception& error) {
    std::cerr << "vedette-bench-write: " << error.what() << '\n';
    return 3;
  }
  std::cerr << "vedette-bench-write feed BROKERS ROWS | store DATABASE_URL ROWS\n";
  return 2;
}
