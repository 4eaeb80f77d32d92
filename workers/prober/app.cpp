#include "prober/app.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include "prober/engine/metrics.hpp"
#include "prober/fleet/targets_json.hpp"
#include "prober/probe_now/probe_request.hpp"
#include "prober/publish/metrics.hpp"
#include "runtime/descriptors.hpp"
#include "runtime/logging.hpp"
#include "runtime/metrics.hpp"

namespace vedette::prober {
namespace {

using runtime::ExitCode;

/// First runs and late slots of a whole process start at least this often.
constexpr double kLeastPacedRate = 20;
/// How long probes in flight may go on after a signal, and then results to Kafka: together with the
/// rest less than the 30 s that Kubernetes gives a pod.
constexpr Millis kProbeBudget{12'000};
constexpr Millis kFlushBudget{8'000};
constexpr Millis kLeaveBudget{3'000};
/// A prober whose thread "fleet" hangs this long loses its shards.
constexpr Millis kMaxPoll{15'000};
/// Descriptors for files, Kafka and the admin server, beside one or two per probe.
constexpr std::size_t kOtherDescriptors = 256;
/// Of a Target sent to POST /probe.
constexpr std::size_t kMostPostedBytes = 64 * 1024;

void wait_for(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait(lock, stop, [] { return false; });
}

void raise_descriptor_limit(std::size_t max_in_flight) {
  const auto limit = runtime::raise_descriptor_limit();
  if (!limit) {
    runtime::log_warning("Could not raise the limit of open descriptors",
                         {{"error", limit.error().message}});
  } else if (*limit < max_in_flight + kOtherDescriptors) {
    runtime::log_warning(
        "Found a limit of open descriptors below --max-in-flight; probes beyond it "
        "will be unknown (prober_resources): raise the hard limit",
        {{"limit", *limit}, {"maxInFlight", max_in_flight}});
  }
}

}  // namespace

App::App(RunConfig config, runtime::StopSignals& signals)
    : config_(std::move(config)),
      signals_(signals),
      identity_(make_identity(config_.location, config_.prober_name, clock_.system_now())) {
  runtime::add_build_info(*registry_, "prober");
}

ExitCode App::run() {
  if (const auto started = start(); !started) {
    runtime::log_error("Could not start", {{"error", started.error().message}});
    return started.error().kind == ErrorKind::Invalid ? ExitCode::BadInput : ExitCode::Failed;
  }
  wait_for(signals_.token());
  drain();
  return ExitCode::Ok;
}

Result<void> App::start() {
  raise_descriptor_limit(config_.max_in_flight);

  if (const auto started = start_producers(); !started) return started;
  publisher_ = std::make_unique<Publisher>(*producer_, ledger_);
  kafka_watch_ =
      std::make_unique<KafkaWatch>(config_.kafka,
                                   std::vector{kafka::results_topic(config_.topics),
                                               kafka::states_topic(config_.topics, config_.shards)},
                                   config_.topics.create, *producer_, health_);

  if (const auto started = start_engines(); !started) return started;
  roster_ = std::make_unique<Roster>(engines_, metrics_, health_, ShardSet::none(config_.shards),
                                     config_.location, config_.proxies);

  auto admin = runtime::AdminServer::start(
      config_.listen, health_, [this] { return metrics_page(); },
      {{"/targets", [this] { return targets_page(); }},
       {"/metrics/targets", [this] { return target_metrics_.page(*roster_->current()); }}});
  if (!admin) return tl::unexpected(admin.error());
  admin_ = std::move(*admin);
  runtime::log_info("Listening for metrics and health", {{"port", admin_->port()}});
  if (const auto started = start_probe_server(); !started) return started;

  watcher_ = std::make_unique<targets::TargetWatcher>(
      config_.files,
      [this](std::shared_ptr<const targets::TargetSet> set) { roster_->change(std::move(set)); });
  roster_->start(watcher_->current());
  start_fleet();
  return {};
}

Result<void> App::start_probe_server() {
  if (config_.probe_listen.empty()) return {};
  desk_ = std::make_unique<ProbeDesk>(identity_, EgressPolicy(config_.egress), config_.proxies);
  auto server = runtime::PostServer::start({.listen = config_.probe_listen,
                                            .flag = "--probe-listen",
                                            .path = "/probe",
                                            .most_body_bytes = kMostPostedBytes},
                                           [this](const runtime::Posted& posted) {
                                             return answer_probe(posted, *roster_->current(),
                                                                 config_.files.source, *desk_);
                                           });
  if (!server) return tl::unexpected(server.error());
  probe_server_ = std::move(*server);
  runtime::log_info("Listening for POST /probe", {{"port", probe_server_->port()}});
  return {};
}

Result<void> App::start_producers() {
  auto results = kafka::start_producer(
      config_.kafka, config_.producer,
      [this](std::uint64_t tag, const Result<kafka::Delivered>&) { ledger_.end_tagged(tag); },
      runtime::log_detail);
  if (!results) return tl::unexpected(results.error());
  producer_ = std::move(*results);
  kafka::ProducerOptions options;
  options.compression = config_.producer.compression;
  // Of its own, so that states can be given up and results cannot.
  auto states = kafka::start_producer(
      config_.kafka, options,
      [this](std::uint64_t ticket, const Result<kafka::Delivered>& result) {
        mailbox_.reported({ticket, result.has_value()});
      },
      runtime::log_detail);
  if (!states) return tl::unexpected(states.error());
  state_producer_ = std::move(*states);
  return {};
}

void App::start_fleet() {
  probing_ = std::make_unique<RosterProbing>(*roster_, engines_);
  kafka::ConsumerOptions states{std::string(kafka::kStatesTopic),
                                "vedette-prober-" + config_.location};
  states.session_timeout = kSession;
  states.max_poll_interval = kMaxPoll;
  states.start = kafka::Start::Beginning;
  if (config_.sharding == Sharding::None) states.alone_with = config_.shards;
  fleet_ = std::make_unique<Fleet>(
      FleetOptions{config_.sharding, config_.shards, identity_.location, identity_.prober,
                   kSession},
      FleetNeighbours{clock_, *probing_, ledger_, gate_, health_, fleet_metrics_, *state_producer_,
                      mailbox_, shard_view_, [this] { return self_.healthy(); }},
      StatesTopic{[this] { return kafka_watch_->partitions(kafka::kStatesTopic); },
                  [this, states](kafka::RebalanceHandler& handler) {
                    return kafka::start_consumer(config_.kafka, states, handler,
                                                 runtime::log_detail);
                  }});
  fleet_thread_ = std::make_unique<FleetThread>(*fleet_, health_);
}

Result<void> App::start_engines() {
  const auto checks = make_connectivity_checks(config_.connectivity_checks);
  if (!checks) return tl::unexpected(checks.error());
  for (std::size_t i = 0; i < config_.engines; ++i) {
    EngineOptions options;
    options.name = "engine-" + std::to_string(i);
    options.identity = identity_;
    options.max_in_flight = std::max(std::size_t{1}, config_.max_in_flight / config_.engines);
    options.least_paced_rate = kLeastPacedRate / static_cast<double>(config_.engines);
    options.checks = *checks;
    engines_.push_back(
        std::make_unique<Engine>(std::move(options),
                                 EngineNeighbours{clock_, *publisher_, last_results_, metrics_,
                                                  health_, ledger_, gate_, self_, &mailbox_},
                                 website_probes(EgressPolicy(config_.egress))));
  }
  runtime::log_info("Started probing", {{"location", identity_.location},
                                        {"prober", identity_.prober},
                                        {"epoch", identity_.epoch},
                                        {"engines", config_.engines}});
  return {};
}

void App::drain() {
  if (desk_ != nullptr) desk_->close();
  probe_server_.reset();
  watcher_.reset();
  kafka_watch_->request_stop();
  for (const auto& engine : engines_) engine->stop_intake();
  const SteadyTime deadline = clock_.steady_now() + kProbeBudget;
  std::size_t abandoned = 0;
  for (const auto& engine : engines_) abandoned += engine->drain(deadline);
  const auto flushed = producer_->flush(kFlushBudget);
  fleet_thread_->leave(kLeaveBudget);  // the last heartbeats tell that everything is flushed
  const kafka::ProducerStats stats = producer_->stats();
  runtime::log(flushed ? LogLevel::Info : LogLevel::Error, "Stopped",
               {{"abandonedProbes", abandoned},
                {"resultsDelivered", stats.delivered},
                {"resultsLost", stats.queued_messages},
                {"error", flushed ? std::string() : flushed.error().message}});
}

runtime::Answer App::targets_page() const {
  const auto page = std::make_shared<TargetsJson>(
      roster_->current(), last_results_,
      ProberStanding{identity_.prober, identity_.location, shard_view_.current()});
  return {.content_type = "application/json", .body = {}, .more = [page] { return page->next(); }};
}

runtime::Answer App::metrics_page() const {
  return runtime::metrics_answer({registry_, std::make_shared<VerdictMetrics>(last_results_),
                                  std::make_shared<LeftOutMetrics>(target_metrics_),
                                  std::make_shared<PublishMetrics>(*producer_),
                                  std::make_shared<runtime::ProcessMetrics>()});
}

}  // namespace vedette::prober
