#include "targets/target_files.hpp"

#include "targets/files/load.hpp"

namespace vedette::targets {
namespace {

/// A directory that is swapped during every try is read as it comes: each file is whole by itself.
constexpr int kMostRestarts = 3;

}  // namespace

struct TargetFiles::Impl {
  TargetFilesOptions options;
  FileStates states;
  PatternCheck patterns;
  LoadCounts counts;
};

TargetFiles::TargetFiles(TargetFilesOptions options)
    : impl_(std::make_unique<Impl>(Impl{std::move(options), {}, {}, {}})) {}

TargetFiles::~TargetFiles() = default;

std::shared_ptr<const TargetSet> TargetFiles::load() {
  const auto start = std::chrono::steady_clock::now();
  Load load = read_files(impl_->options, impl_->states, impl_->patterns);
  for (int restart = 0; load.overtaken && restart < kMostRestarts; ++restart) {
    ++impl_->counts.restarts;
    load = read_files(impl_->options, impl_->states, impl_->patterns);
  }
  impl_->states = std::move(load.states);
  ++impl_->counts.loads;
  load.set.counts.loads = impl_->counts.loads;
  load.set.counts.restarts = impl_->counts.restarts;
  load.set.counts.last_duration =
      std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - start);
  return std::make_shared<const TargetSet>(std::move(load.set));
}

}  // namespace vedette::targets
