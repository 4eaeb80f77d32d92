#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "bench/probe/cost.hpp"
#include "bench/probe/floor.hpp"
#include "bench/probe/saturated.hpp"
#include "bench/probe/slow_server.hpp"

int main(int argc, char** argv) {
  using namespace vedette::bench;
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (words.size() == 8 && words[0] == "floor") {
      const FloorOptions options{.port = static_cast<std::uint16_t>(std::stoul(words[1])),
                                 .path = words[2],
                                 .ca_file = words[3],
                                 .pattern = words[4],
                                 .probes = std::stoul(words[5]),
                                 .in_flight = std::stoul(words[6]),
                                 .rate = std::stod(words[7])};
      const Cost cost;
      const std::size_t found = run_floor(options);
      cost.print(std::cout, options.probes, found);
      return 0;
    }
    if (words.size() == 6 && words[0] == "slow") {
      std::ofstream log(words[3]);
      run_slow_server({.port = static_cast<std::uint16_t>(std::stoul(words[1])),
                       .delay = vedette::Millis(std::stol(words[2])),
                       .certificate_file = words[4],
                       .key_file = words[5]},
                      log);
      return 0;
    }
    if (words.size() == 5 && words[0] == "engine") {
      const Plans plans = load_plans(words[1], words[2]);
      const std::size_t probes = std::stoul(words[3]);
      const Cost cost;
      const std::size_t up = probe_saturated(plans, probes, std::stoul(words[4]));
      cost.print(std::cout, probes, up);
      return 0;
    }
  } catch (const std::exception& error) {
    std::cerr << "vedette-bench-probe: " << error.what() << '\n';
    return 3;
  }
  std::cerr << "vedette-bench-probe floor PORT PATH CA PATTERN PROBES IN_FLIGHT RATE\n"
               "                    engine TARGETS SECRETS PROBES IN_FLIGHT\n"
               "                    slow PORT DELAY_MS LOG CERTIFICATE KEY\n";
  return 2;
}
