#pragma once

#include <string_view>

namespace vedette::op {

/// Names that the operator, the chart and the prober's mounts share.

inline constexpr std::string_view kFieldManager = "vedette-operator";
/// Secrets and ConfigMaps that targets may refer to carry it with the value "true"; others are
/// never read.
inline constexpr std::string_view kUseLabel = "vedette.dev/use";
/// On the operator's own ConfigMaps and Secrets: "targets" or "secrets".
inline constexpr std::string_view kOutputLabel = "vedette.dev/output";
/// Pods that mount the output carry it with the value "true": they are poked after a write.
inline constexpr std::string_view kReaderLabel = "vedette.dev/reads-targets";
/// What the poke changes on a pod, so that kubelet refreshes its volumes at once.
inline constexpr std::string_view kPokeAnnotation = "vedette.dev/poke";
inline constexpr std::string_view kLeaseName = "vedette-operator";
/// "vedette-targets-07" holds "targets-07.jsonl" in data or "targets-07.jsonl.gz" in binaryData.
inline constexpr std::string_view kTargetsPrefix = "vedette-targets-";
/// "vedette-secrets-07" holds what the targets of "vedette-targets-07" refer to, under
/// "sha256-<hex>".
inline constexpr std::string_view kSecretsPrefix = "vedette-secrets-";
/// How many pairs of them there are (S of docs/architecture.md §4), by default.
inline constexpr int kFiles = 16;

}  // namespace vedette::op
