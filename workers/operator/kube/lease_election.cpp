#include "operator/kube/lease_election.hpp"

#include <pthread.h>

#include <random>
#include <utility>

#include <boost/json/serialize.hpp>

#include "operator/kube/api_error.hpp"
#include "operator/kube/resource.hpp"
#include "runtime/logging.hpp"

namespace vedette::op {
namespace {

constexpr Millis kFarewell{2'500};

}  // namespace

LeaseElection::LeaseElection(LeaseElectionOptions options, ApiClient& client, const Clock& clock,
                             Events events)
    : options_(std::move(options)),
      client_(client),
      clock_(clock),
      events_(std::move(events)),
      candidacy_(options_.identity, options_.times) {}

LeaseElection::~LeaseElection() { end_thread(); }

void LeaseElection::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  pthread_setname_np(thread_.native_handle(), "lease");
}

void LeaseElection::end_thread() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

bool LeaseElection::is_leader_now() const {
  const std::lock_guard lock(mutex_);
  return candidacy_.leads(clock_.steady_now());
}

std::string LeaseElection::holder() const {
  const std::lock_guard lock(mutex_);
  return candidacy_.lease() ? candidacy_.lease()->record.holder : std::string();
}

void LeaseElection::run(const std::stop_token& stop) {
  bool led = false;
  std::minstd_rand random(std::random_device{}());
  // Candidates do not try in step (client-go's JitterFactor); a leader renews without delay.
  std::uniform_real_distribution<double> jitter(1.0, 2.2);
  while (!stop.stop_requested()) {
    round(stop);
    if (stop.stop_requested()) return;
    std::unique_lock lock(mutex_);
    const SteadyTime now = clock_.steady_now();
    if (candidacy_.lost(now)) {
      lock.unlock();
      runtime::log_error("Lost the leadership", {{"lease", to_text(options_.lease)}});
      return events_.lost();
    }
    if (candidacy_.leads(now) && !std::exchange(led, true)) {
      lock.unlock();
      runtime::log_info("Gained the leadership",
                        {{"lease", to_text(options_.lease)}, {"identity", options_.identity}});
      events_.gained();
      lock.lock();
    }
    const auto wait =
        led ? options_.times.retry
            : std::chrono::duration_cast<Millis>(options_.times.retry * jitter(random));
    sleeping_.wait_for(lock, stop, wait, [] { return false; });
  }
}

void LeaseElection::round(const std::stop_token& stop) {
  // A leader renews on top of what it wrote last; only a conflict makes it look.
  if (!is_leader_now() && !read(stop)) return;
  std::optional<LeaseRecord> record;
  {
    const std::lock_guard lock(mutex_);
    record = candidacy_.wish(clock_.system_now(), clock_.steady_now());
  }
  if (record) write(*record, stop);
}

bool LeaseElection::read(const std::stop_token& stop) {
  const auto answer = client_.call({.method = "GET",
                                    .path = leases_resource().object_path(options_.lease),
                                    .deadline = options_.times.renew_deadline / 2},
                                   stop);
  std::optional<Lease> lease;
  if (answer) {
    const Result<Object> object = object_from(*answer);
    if (!object) {
      report("Failed to read the lease; trying again", api_error_from(object.error()));
      return false;
    }
    lease = lease_from(*object);
  } else if (!answer.error().not_found()) {
    report("Failed to read the lease; trying again", answer.error());
    return false;
  }
  const std::lock_guard lock(mutex_);
  candidacy_.seen(std::move(lease), clock_.steady_now());
  return true;
}

void LeaseElection::write(const LeaseRecord& record, const std::stop_token& stop) {
  std::optional<Lease> old;
  {
    const std::lock_guard lock(mutex_);
    old = candidacy_.lease();
  }
  const Resource& leases = leases_resource();
  const auto body =
      lease_body(options_.lease, record, old ? old->uid : "", old ? old->resource_version : "");
  const SteadyTime sent = clock_.steady_now();
  const auto answer = client_.call(
      {.method = old ? "PUT" : "POST",
       .path = old ? leases.object_path(options_.lease) : leases.collection_path(options_.lease.ns),
       .body = boost::json::serialize(body),
       .deadline = options_.times.renew_deadline / 2},
      stop);
  if (!answer) {
    report("Failed to write the lease; trying again", answer.error());
    // Whose it is now is found out before the next try, by a leader too.
    if (answer.error().status == 409) static_cast<void>(read(stop));
    return;
  }
  const Result<Object> object = object_from(*answer);
  if (!object) {
    report("Failed to write the lease; trying again", api_error_from(object.error()));
    return;
  }
  failing_ = false;
  const std::lock_guard lock(mutex_);
  candidacy_.wrote(lease_from(*object), sent);
}

void LeaseElection::report(std::string_view what, const ApiError& error) {
  if (error.kind == ErrorKind::Stopped || std::exchange(failing_, true)) return;
  runtime::log_warning(what, {{"lease", to_text(options_.lease)}, {"error", error.message}});
}

void LeaseElection::release() {
  end_thread();
  std::optional<LeaseRecord> record;
  std::optional<Lease> old;
  {
    const std::lock_guard lock(mutex_);
    record = candidacy_.farewell(clock_.system_now());
    old = candidacy_.lease();
  }
  if (!record || !old) return;
  const auto body = lease_body(options_.lease, *record, old->uid, old->resource_version);
  const auto answer = client_.call({.method = "PUT",
                                    .path = leases_resource().object_path(options_.lease),
                                    .body = boost::json::serialize(body),
                                    .deadline = kFarewell});
  if (answer) {
    runtime::log_info("Released the leadership", {{"lease", to_text(options_.lease)}});
  } else {
    runtime::log_warning("Failed to release the leadership; the next leader waits for it to expire",
                         {{"error", answer.error().message}});
  }
}

}  // namespace vedette::op
