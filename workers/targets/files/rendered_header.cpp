#include "targets/files/rendered_header.hpp"

#include "model/place_name.hpp"
#include "targets/document/document.hpp"
#include "targets/document/field.hpp"
#include "targets/document/quote.hpp"

namespace vedette::targets {
namespace {

std::int64_t read_count(const Field& field, std::int64_t least) {
  const std::int64_t value = field.integer().value_or(least);
  if (value < least) {
    field.refuse(Rule::OperatorHeader, "is " + std::to_string(value) + "; it must be " +
                                           std::to_string(least) + " or more");
  }
  return value;
}

void check_names(const Field& source, const Field& file, std::string_view stem,
                 RenderedHeader& header) {
  header.source = source.text().value_or("");
  header.file = file.text().value_or("");
  if (!header.source.empty() && !model::is_place_name(header.source)) {
    source.refuse(Rule::OperatorHeader,
                  "must be 1 to 63 of a-z, 0-9 and '-', found " + quote(header.source));
  }
  if (!header.file.empty() && header.file != stem) {
    file.refuse(Rule::OperatorFileName, "must be the file's name without ending, " + quote(stem) +
                                            ", found " + quote(header.file));
  }
}

}  // namespace

std::optional<RenderedHeader> read_rendered_header(std::string_view line, std::string_view stem,
                                                   FaultLog& log) {
  Node document;
  log.begin_document();
  if (!read_json(line, 1, log, document)) return std::nullopt;
  const Field root(document, log);
  for (const std::string_view key : {"source", "file", "files", "epoch", "count"}) {
    if (document.find(key) != nullptr) continue;
    root.refuse(Rule::OperatorHeader,
                "the first line must be the header with source, file, files, epoch and count; " +
                    std::string(key) + " is missing");
    return std::nullopt;
  }
  RenderedHeader header;
  const Field source = root["source"];
  const Field file = root["file"];
  const Field files = root["files"];
  const Field epoch = root["epoch"];
  const Field count = root["count"];
  const Field allow_shrink = root["allowShrink"];
  check_names(source, file, stem, header);
  header.files = read_count(files, 1);
  header.epoch = read_count(epoch, 1);
  header.count = read_count(count, 0);
  header.allow_shrink = allow_shrink.boolean().value_or(false);
  if (!log.document_is_clean()) return std::nullopt;
  return header;
}

}  // namespace vedette::targets
