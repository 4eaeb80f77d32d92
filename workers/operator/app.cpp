#include "operator/app.hpp"

#include <pthread.h>

#include <functional>
#include <utility>

#include "operator/api/names.hpp"
#include "operator/reconcile/pause.hpp"
#include "runtime/logging.hpp"
#include "runtime/metrics.hpp"

namespace vedette::op {
namespace {

/// Shorter than client-go's 15, 10 and 2 s: of two candidates the other writes at most 17 s after
/// the leader was killed (it sees the last renewal, and then the end of the lease, up to 2.2 s
/// late), and 3 s after it was told to end.
constexpr LeaseTimes kLeaseTimes{
    .duration = Millis(12'000), .renew_deadline = Millis(8'000), .retry = Millis(1'000)};
constexpr Millis kLookAtApi{500};
/// What is being written at the end may come through; then it is cut off.
constexpr Millis kDrain{1'000};

ApiClientOptions client_options(const ApiSettings& api) {
  return {.endpoint = {.url = api.url, .ca_file = api.ca_file}, .token_file = api.token_file};
}

std::jthread start_thread(const char* name, std::function<void(const std::stop_token&)> body) {
  std::jthread thread(std::move(body));
  pthread_setname_np(thread.native_handle(), name);
  return thread;
}

}  // namespace

App::App(RunConfig config, runtime::StopSignals& signals)
    : config_(std::move(config)),
      signals_(signals),
      registry_(std::make_shared<prometheus::Registry>()),
      metrics_(*registry_, config_.files),
      health_(clock_),
      client_(client_options(config_.api), clock_),
      lease_client_(client_options(config_.api), clock_),
      writer_(client_, std::string(kFieldManager)),
      election_({.lease = {config_.api.ns, std::string(kLeaseName)},
                 .identity = config_.identity,
                 .times = kLeaseTimes},
                lease_client_, clock_,
                {.gained = [this] { reconciler_.wake(); }, .lost = [this] { lose(); }}),
      events_({.controller = "vedette.dev/operator", .instance = config_.identity}, writer_,
              clock_),
      informers_(
          config_, client_, clock_,
          [this](Watched kind, const ObjectKey& key) { reconciler_.changed(kind, key); },
          [this] { reconciler_.wake(); }),
      statuses_(
          informers_.caches().targets, writer_, [this] { return leads(); },
          [this](const Object& target, const TargetEvent& event) { record(target, event); }, clock_,
          health_, metrics_),
      poker_(
          config_.api.ns, writer_, [this] { return leads(); },
          [this] { return informers_.last_break(); }, clock_, health_, metrics_),
      reconciler_(
          {.ns = config_.api.ns,
           .policy = {.source = config_.source, .secrets = config_.secrets},
           .files = config_.files},
          informers_.caches(), writer_, [this] { return leads(); }, statuses_, poker_, clock_,
          health_, metrics_) {
  runtime::add_build_info(*registry_, "operator");
}

bool App::leads() const { return !config_.leader_election || election_.is_leader_now(); }

void App::lose() {
  lost_ = true;
  signals_.request_stop();
}

void App::record(const Object& target, const TargetEvent& event) {
  events_.record(
      targets_resource(), target,
      {.type = event.type == TargetEvent::Type::Warning ? EventType::Warning : EventType::Normal,
       .reason = event.reason,
       .action = "Render",
       .note = event.note});
}

Result<void> App::start() {
  health_.set_not_ready("kubernetes", "not reached yet");
  health_.set_not_ready("caches", "not read from the API server yet");
  const auto kube = std::make_shared<KubeMetrics>(
      [this] { return KubeStats{informers_.stats(), client_.requests(), events_.stats()}; });
  auto admin = runtime::AdminServer::start(config_.listen, health_, [this, kube] {
    return runtime::metrics_answer({registry_, kube, std::make_shared<runtime::ProcessMetrics>()});
  });
  if (!admin) return tl::unexpected(admin.error());
  admin_ = std::move(*admin);
  informers_.start();
  if (config_.leader_election) election_.start();
  reconcile_thread_ =
      start_thread("reconcile", [this](const std::stop_token& token) { reconciler_.run(token); });
  status_thread_ =
      start_thread("status", [this](const std::stop_token& token) { statuses_.run(token); });
  poke_thread_ = start_thread("poke", [this](const std::stop_token& token) { poker_.run(token); });
  return {};
}

runtime::ExitCode App::run() {
  if (const auto started = start(); !started) {
    runtime::log_error("Failed to start", {{"error", started.error().message}});
    return started.error().kind == ErrorKind::Invalid ? runtime::ExitCode::BadInput
                                                      : runtime::ExitCode::Failed;
  }
  runtime::log_info("Started", {{"listen", config_.listen},
                                {"port", admin_->port()},
                                {"api", config_.api.url},
                                {"namespace", config_.api.ns},
                                {"identity", config_.identity}});
  watch_api();
  stop();
  runtime::log_info("Stopped");
  return lost_ ? runtime::ExitCode::Failed : runtime::ExitCode::Ok;
}

/// Main's part while the others work: what /readyz says of the API server.
void App::watch_api() {
  const std::stop_token token = signals_.token();
  while (!token.stop_requested()) {
    const auto trouble = informers_.trouble();
    if (trouble) {
      health_.set_not_ready("kubernetes", *trouble);
    } else if (informers_.reached()) {
      health_.set_ready("kubernetes");
    }
    pause(token, kLookAtApi);
  }
}

/// First nobody writes any more, then the Lease is let go of, so that two never write at once.
void App::stop() {
  for (std::jthread* thread : {&reconcile_thread_, &status_thread_, &poke_thread_}) {
    thread->request_stop();
  }
  const std::jthread cut_off = start_thread("cut-off", [this](const std::stop_token& token) {
    pause(token, kDrain);
    if (!token.stop_requested()) client_.stop();
  });
  for (std::jthread* thread : {&reconcile_thread_, &status_thread_, &poke_thread_}) thread->join();
  if (config_.leader_election && !lost_) election_.release();
  client_.stop();
  informers_.stop();
}

}  // namespace vedette::op
