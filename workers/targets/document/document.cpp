#include "targets/document/document.hpp"

namespace vedette::targets {

bool read_documents(std::string_view path, std::string_view text, FaultLog& log,
                    const OnDocument& on_document) {
  if (!path.ends_with(".json")) return read_yaml(text, log, on_document);
  Node document;
  log.begin_document();
  if (!read_json(text, 0, log, document)) return false;
  on_document(document);
  return true;
}

}  // namespace vedette::targets
