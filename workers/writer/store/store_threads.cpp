#include "writer/store/store_threads.hpp"

#include <algorithm>

namespace vedette::writer {

StoreThreads::Session::Session(const StoreParts& parts)
    : database(parts.database, parts.partitions, parts.metrics),
      storer(database, parts.dead_letters, parts.names, parts.handoff, parts.clock, parts.health,
             parts.metrics) {}

StoreThreads::StoreThreads(const StoreParts& parts,
                           const std::function<void(const std::string& error)>& on_failure) {
  for (std::size_t i = 0; i < Handoff::kStores; ++i) sessions_.emplace_back(parts);
  for (Session& session : sessions_) {
    threads_.emplace_back("store-" + std::to_string(threads_.size()),
                          [&storer = session.storer, on_failure](const std::stop_token& stop) {
                            const auto done = storer.run(stop);
                            if (!done) on_failure(done.error().message);
                          });
  }
}

bool StoreThreads::stop_by(SteadyTime end) {
  for (WorkerThread& thread : threads_) thread.request_stop();
  return std::ranges::all_of(threads_,
                             [&](const WorkerThread& thread) { return thread.ended_by(end); });
}

}  // namespace vedette::writer
