#include "runtime/metrics.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "runtime/version.hpp"

namespace vedette::runtime {
namespace {

double value_of(const std::string& name) {
  for (const auto& family : ProcessMetrics().Collect()) {
    if (family.name != name) continue;
    const auto& metric = family.metric.at(0);
    return family.type == prometheus::MetricType::Counter ? metric.counter.value
                                                          : metric.gauge.value;
  }
  BOOST_ERROR("there is no " << name);
  return 0;
}

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(answer_is_prometheus_text_of_all_sources) {
  auto registry = std::make_shared<prometheus::Registry>();
  add_build_info(*registry, "prober");
  const Answer answer = metrics_answer({registry, std::make_shared<ProcessMetrics>()});
  BOOST_TEST(answer.content_type == "text/plain; version=0.0.4; charset=utf-8");
  BOOST_TEST(answer.body.find("# TYPE vedette_prober_build_info gauge\n"
                              "vedette_prober_build_info{version=\"" +
                              std::string(version()) + "\"} 1") != std::string::npos,
             answer.body);
  BOOST_TEST(answer.body.find("# TYPE process_cpu_seconds_total counter") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(process_metrics_are_this_process) {
  BOOST_TEST(value_of("process_resident_memory_bytes") > 1'000'000);
  BOOST_TEST(value_of("process_virtual_memory_bytes") > value_of("process_resident_memory_bytes"));
  BOOST_TEST(value_of("process_max_fds") > 0);
  const auto now = static_cast<double>(::time(nullptr));
  BOOST_TEST(value_of("process_start_time_seconds") > now - 600);
  BOOST_TEST(value_of("process_start_time_seconds") <= now + 2);

  const double before = value_of("process_open_fds");
  const int descriptor = ::dup(0);
  BOOST_TEST(value_of("process_open_fds") == before + 1);
  ::close(descriptor);
}

BOOST_AUTO_TEST_CASE(cpu_seconds_grow_with_work) {
  const double before = value_of("process_cpu_seconds_total");
  const clock_t until = ::clock() + CLOCKS_PER_SEC / 20;
  while (::clock() < until) {
  }
  const double spent = value_of("process_cpu_seconds_total") - before;
  BOOST_TEST(spent > 0.02);
  BOOST_TEST(spent < 5.0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
