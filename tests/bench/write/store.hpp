#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace vedette::bench {

/// What storing cost; connecting and reading names' numbers for the first time are in it.
struct StoreCost {
  std::chrono::duration<double> wall;
  std::chrono::duration<double> cpu;  ///< of this process
};

/// Makes rows of `rows` results of the workload and stores them, in batches, by the writer's own
/// code and on its threads. All results are in memory before the clock starts. Throws
/// std::runtime_error when a batch cannot be stored.
[[nodiscard]] StoreCost store_from_memory(const std::string& database_url, std::size_t rows);

}  // namespace vedette::bench
