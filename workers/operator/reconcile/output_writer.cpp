#include "operator/reconcile/output_writer.hpp"

#include <optional>
#include <utility>

#include "operator/api/names.hpp"
#include "operator/api/output_objects.hpp"

namespace vedette::op {
namespace {

FileWrite failure(const ApiError& error, bool changed) {
  return {result_of(error), error.message, changed, error.retry_after};
}

}  // namespace

OutputWriter::OutputWriter(std::string ns, ObjectWriter& api, IsLeader is_leader, Metrics& metrics)
    : namespace_(std::move(ns)), api_(api), is_leader_(std::move(is_leader)), metrics_(metrics) {}

FileWrite OutputWriter::write(OwnedFile& file, const FilePlan& plan, SystemTime now) {
  const int index = file.identity().index;
  FileWrite done;
  if (file.must_write_secret(plan.secrets)) {
    const auto answer = put(secrets_resource(), secrets_object(namespace_, index, plan.secrets),
                            file.secret(), plan.secrets);
    metrics_.writes(OutputKind::Secret, result_of(answer)).Increment();
    if (!answer) return failure(answer.error(), false);
    file.wrote_secret(*answer, plan.secrets);
    done.changed = true;
  }
  std::optional<TargetFile> next = file.file_to_write(plan, now);
  if (!next) return done;
  const auto stored = store(*next);
  if (!stored) {
    metrics_.writes(OutputKind::ConfigMap, WriteResult::Refused).Increment();
    return {WriteResult::Refused, stored.error().message, done.changed, std::nullopt};
  }
  const Contents contents{{stored->key, stored->bytes}};
  const Form form = stored->compressed ? Form::Binary : Form::Text;
  const auto answer = put(config_maps_resource(),
                          targets_object(namespace_, index, stored->key, stored->bytes, form),
                          file.config_map(), contents);
  metrics_.writes(OutputKind::ConfigMap, result_of(answer)).Increment();
  if (!answer) return failure(answer.error(), done.changed);
  file.wrote_config_map(*answer, std::move(*next), contents);
  show(file);
  done.changed = true;
  return done;
}

void OutputWriter::show(const OwnedFile& file) {
  std::size_t bytes = 0;
  for (const auto& [key, content] : file.config_map().contents()) bytes += content.size();
  metrics_.show_file(file.meant().value(), bytes);
}

ApiResult<Object> OutputWriter::put(const Resource& resource, boost::json::object body,
                                    const OutputView& view, const Contents& meant) {
  const auto stopped = [] {
    return tl::unexpected(
        ApiError{ErrorKind::Stopped, 0, {}, "this replica is not the leader", std::nullopt});
  };
  if (!is_leader_()) return stopped();
  view.guard(body);
  auto answer = api_.apply(resource, body, Part::Object);
  if (!answer) return answer;
  OutputView written(view.kind());
  written.learn(&*answer);
  const boost::json::object removal = written.removal_of_others(meant);
  if (removal.empty()) return answer;
  if (!is_leader_()) return stopped();
  return api_.merge_patch(resource, answer->key, removal);
}

ApiResult<std::optional<Object>> OutputWriter::find(const Resource& resource,
                                                    const std::string& name) {
  auto objects = api_.list(resource, namespace_, std::string(kOutputLabel));
  if (!objects) return tl::unexpected(objects.error());
  for (Object& object : *objects) {
    if (object.key.name == name) return std::move(object);
  }
  return std::nullopt;
}

ApiResult<void> OutputWriter::look_again(OwnedFile& file, bool with_secret) {
  const int index = file.identity().index;
  std::optional<Object> secret;
  if (with_secret) {
    auto found = find(secrets_resource(), secrets_object_name(index));
    if (!found) return tl::unexpected(found.error());
    secret = std::move(*found);
  }
  const auto config_map = find(config_maps_resource(), targets_object_name(index));
  if (!config_map) return tl::unexpected(config_map.error());
  file.adopt(*config_map ? &**config_map : nullptr, secret ? &*secret : nullptr);
  return {};
}

}  // namespace vedette::op
