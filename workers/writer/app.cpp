#include "writer/app.hpp"

#include <pthread.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <random>
#include <utility>

#include "base/backoff.hpp"
#include "kafka/producer.hpp"
#include "kafka/topics.hpp"
#include "runtime/logging.hpp"
#include "runtime/metrics.hpp"

namespace vedette::writer {
namespace {

constexpr const char* kGroup = "vedette-writer";
constexpr Millis kTopicDeadline{10'000};
constexpr Millis kThreadBudget{5'000};

/// Waits, or returns at once when asked to stop.
void pause(const std::stop_token& stop, Millis wait) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, wait, [] { return false; });
}

}  // namespace

App::App(RunConfig config, runtime::StopSignals& signals)
    : config_(std::move(config)),
      signals_(signals),
      registry_(std::make_shared<prometheus::Registry>()),
      metrics_(*registry_),
      health_(clock_),
      partitions_(config_.database, metrics_),
      maintenance_(config_.database),
      maintainer_({.retention = config_.retention, .scope = {config_.source, config_.locations}},
                  maintenance_, partitions_, clock_, health_, metrics_),
      collector_({.retention = config_.retention, .flush = {}}, names_, handoff_, clock_, health_,
                 metrics_) {
  runtime::add_build_info(*registry_, "writer");
}

Result<void> App::start() {
  health_.set_not_ready("kafka", "not connected yet");
  auto admin = runtime::AdminServer::start(config_.listen, health_, [this] {
    return runtime::metrics_answer({registry_, std::make_shared<runtime::ProcessMetrics>()});
  });
  if (!admin) return tl::unexpected(admin.error());
  admin_ = std::move(*admin);
  auto letters = DeadLetters::start(
      [&](kafka::DeliveryFn on_delivery) {
        return kafka::start_producer(
            config_.kafka,
            {.max_bytes = std::size_t{64} << 20U, .max_message_bytes = kafka::kDeadLetterMaxBytes},
            std::move(on_delivery), runtime::log_detail);
      },
      health_, metrics_);
  if (!letters) return tl::unexpected(letters.error());
  dead_letters_ = std::move(*letters);
  if (!config_.targets.empty()) {
    watcher_ = std::make_unique<targets::TargetWatcher>(
        targets::TargetFilesOptions{.paths = config_.targets,
                                    .secrets_dir = {},
                                    .source = config_.source,
                                    .referenced_texts = targets::ReferencedTexts::LeaveOpen},
        [this](std::shared_ptr<const targets::TargetSet> set) {
          maintainer_.set_declared(std::move(set));
        });
    maintainer_.set_declared(watcher_->current());
  }
  const StoreParts parts{config_.database, partitions_, *dead_letters_, names_,
                         handoff_,         clock_,      health_,        metrics_};
  store_threads_ = std::make_unique<StoreThreads>(parts, [this](const std::string& error) {
    runtime::log_error("Stopped: the store cannot go on", {{"error", error}});
    failed_ = true;
    signals_.request_stop();
  });
  maintain_thread_ = std::make_unique<WorkerThread>(
      "maintain", [this](const std::stop_token& stop) { maintainer_.run(stop); });
  return {};
}

runtime::ExitCode App::run() {
  if (const auto started = start(); !started) {
    runtime::log_error("Failed to start", {{"error", started.error().message}});
    return started.error().kind == ErrorKind::Invalid ? runtime::ExitCode::BadInput
                                                      : runtime::ExitCode::Failed;
  }
  runtime::log_info("Started", {{"listen", config_.listen}, {"port", admin_->port()}});
  std::jthread consume_thread([this](std::stop_token) { consume(signals_.token()); });
  pthread_setname_np(consume_thread.native_handle(), "consume");
  consume_thread.join();
  watcher_.reset();
  end_unless(store_threads_->stop_by(clock_.steady_now() + kThreadBudget), "store");
  maintain_thread_->request_stop();
  end_unless(maintain_thread_->ended_by(clock_.steady_now() + kThreadBudget), "maintain");
  runtime::log_info("Stopped");
  return failed_ ? runtime::ExitCode::Failed : runtime::ExitCode::Ok;
}

void App::end_unless(bool ended, const char* thread) {
  if (ended) return;
  // It waits for a server that does not answer. Nothing is lost: what is not committed is read
  // again.
  runtime::log_warning("Stopped without waiting for a thread", {{"thread", thread}});
  std::_Exit(runtime::to_int(failed_ ? runtime::ExitCode::Failed : runtime::ExitCode::Ok));
}

bool App::make_topics(const std::stop_token& stop) {
  Backoff backoff(Millis(500), Millis(15'000), std::random_device()());
  while (!stop.stop_requested()) {
    const auto report = kafka::ensure_topics(
        config_.kafka,
        {kafka::results_topic(config_.topics), kafka::dead_letter_topic(config_.topics)},
        config_.topics.create, kTopicDeadline);
    if (report) {
      for (const std::string& topic : report->created) {
        runtime::log_info("Created a topic", {{"topic", topic}});
      }
      for (const std::string& warning : report->warnings) {
        runtime::log_warning("Found topics that are not as they should be", {{"what", warning}});
      }
      return true;
    }
    health_.set_not_ready("kafka", report.error().message);
    pause(stop, backoff.next());
  }
  return false;
}

Result<void> App::consume_once(const std::stop_token& stop) {
  auto consumer = kafka::start_consumer(
      config_.kafka, {.topic = std::string(kafka::kResultsTopic), .group = kGroup}, collector_,
      runtime::log_detail);
  if (!consumer) return tl::unexpected(consumer.error());
  return collector_.run(**consumer, stop);
}

void App::consume(const std::stop_token& stop) {
  if (!make_topics(stop)) return;
  Backoff backoff(Millis(500), Millis(15'000), std::random_device()());
  while (!stop.stop_requested()) {
    const auto done = consume_once(stop);
    if (done || stop.stop_requested()) return;
    if (done.error().kind == ErrorKind::Invalid) {
      runtime::log_error("Stopped: the consumer cannot start", {{"error", done.error().message}});
      failed_ = true;
      signals_.request_stop();
      return;
    }
    health_.set_not_ready("kafka", done.error().message);
    pause(stop, backoff.next());
  }
}

}  // namespace vedette::writer
