#include "operator/commands/operator_check.hpp"

#include <string>

#include "operator/reconcile/policies/review.hpp"
#include "targets/secrets.hpp"

namespace vedette::op {

bool is_rendered(const targets::LoadedTarget& loaded) { return loaded.file.ends_with(".jsonl"); }

void check_as_operator(const targets::LoadedTarget& loaded, std::vector<targets::Fault>& faults) {
  if (is_rendered(loaded)) return;
  model::Target target = *loaded.target;
  const auto refuse = [&](const std::string& field, std::string_view message) {
    faults.push_back({loaded.file, 0, target.full_name(), field, std::string(message), ""});
  };
  if (target.schedule_since) {
    refuse("scheduleSince", "exists in target files only; leave it out");
  }
  targets::visit_references(
      target, [&](const model::Text& text, targets::SecretUse, const std::string& field) {
        if (text.from->kind == model::Reference::Kind::File) {
          refuse(field + ".file", kFileReferenceRefused);
        }
      });
}

}  // namespace vedette::op
