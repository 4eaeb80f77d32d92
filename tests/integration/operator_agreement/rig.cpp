#include "integration/operator_agreement/rig.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "support/paths.hpp"
#include "support/temporary_directory.hpp"
#include "targets/document/document.hpp"
#include "targets/rules/manifest.hpp"

namespace vedette::test {
namespace {

using targets::FaultLog;
using targets::Node;

constexpr const char* kRefused =
    "apiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata: {name: refused}\nspec: {}\n";

struct ApiWithTarget {
  ApiWithTarget() {
    const std::string crd = (source_dir() / "crds/targets.vedette.dev.yaml").string();
    server.kubectl({"create", "-f", crd});
    server.kubectl({"wait", "--for=condition=Established", "--timeout=30s", "-f", crd});
  }
  KubeApiProcess server;
};

/// "0007.yaml".
std::string file_name(std::size_t number) { return fmt::format("{:04}.yaml", number); }

/// What kubectl said of each refused file: from where it names the file up to the next one.
void take_refusals(const std::string& output, const std::string& folder,
                   std::vector<Answer>& answers) {
  const std::string mark = folder + "/";
  for (std::size_t at = output.find(mark), next = 0; at != std::string::npos; at = next) {
    const std::size_t begin = at + mark.size();
    next = output.find(mark, begin);
    Answer& answer = answers.at(std::stoul(output.substr(begin, 4)));
    answer.accepted = false;
    answer.text += output.substr(begin, next - begin);
  }
}

/// The accepted objects, which kubectl prints one after the other in the order of the files.
void take_objects(const std::string& output, std::vector<Answer>& answers) {
  constexpr std::string_view kEnd = "\n}\n";
  std::size_t begin = 0;
  for (Answer& answer : answers) {
    if (!answer.accepted) continue;
    const std::size_t end = output.find(kEnd, begin);
    if (end == std::string::npos) throw std::runtime_error("kubectl printed too few objects");
    answer.text = output.substr(begin, end + kEnd.size() - begin);
    begin = end + kEnd.size();
  }
  if (begin != output.size()) throw std::runtime_error("kubectl printed too many objects");
}

Reading read_document(const Node& document, FaultLog& log) {
  targets::PatternCheck patterns;
  return {targets::read_manifest(document, "default", patterns, log).target, {}};
}

}  // namespace

KubeApiProcess& api() {
  static ApiWithTarget api;
  return api.server;
}

std::vector<Answer> ask_server(std::vector<std::string> manifests) {
  // kubectl names the file only when it has several refusals to tell: this makes a second one.
  manifests.emplace_back(kRefused);
  const TemporaryDirectory folder;
  for (std::size_t i = 0; i < manifests.size(); ++i) {
    std::ofstream(folder.path() / file_name(i)) << manifests[i];
  }
  const Finished finished = api().try_kubectl({"create", "--dry-run=server", "--validate=strict",
                                               "-o", "json", "-f", folder.path().string()});
  std::vector<Answer> answers(manifests.size(), Answer{true, ""});
  take_refusals(finished.standard_error, folder.path().string(), answers);
  answers.pop_back();
  take_objects(finished.standard_output, answers);
  return answers;
}

bool Reading::names(const std::string& field) const {
  return std::any_of(faults.begin(), faults.end(), [&](const targets::Fault& fault) {
    return fault.field == field || fault.field.starts_with(field + ".") ||
           fault.field.starts_with(field + "[");
  });
}

std::string Reading::text() const {
  std::string text;
  for (const targets::Fault& fault : faults) text += targets::to_text(fault) + "\n";
  return text;
}

Reading read_yaml_manifest(const std::string& text) {
  FaultLog log("manifest");
  Reading reading;
  const bool whole = targets::read_yaml(
      text, log, [&](const Node& document) { reading = read_document(document, log); });
  if (!whole) reading.target = nullptr;
  reading.faults = log.take();
  return reading;
}

Reading read_json_manifest(const std::string& text) {
  FaultLog log("object");
  log.begin_document();
  Reading reading;
  if (Node document; targets::read_json(text, 0, log, document)) {
    reading = read_document(document, log);
  }
  reading.faults = log.take();
  return reading;
}

}  // namespace vedette::test
