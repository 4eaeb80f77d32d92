#include "operator/reconcile/change.hpp"

namespace vedette::op {

std::string_view to_text(Watched kind) {
  switch (kind) {
    case Watched::Target:
      return "target";
    case Watched::UserSecret:
      return "secret";
    case Watched::UserConfigMap:
      return "configmap";
    case Watched::OutputConfigMap:
      return "output_configmap";
    case Watched::OutputSecret:
      return "output_secret";
  }
  return "target";
}

}  // namespace vedette::op
