#pragma once

#include <functional>
#include <string_view>

#include "targets/document/fault_log.hpp"
#include "targets/document/node.hpp"

namespace vedette::targets {

using OnDocument = std::function<void(const Node&)>;

/// Reads the documents of a YAML file and hands over each, its faults being the open ones of
/// `log`; empty ones (a trailing `---`) are left out. Plain scalars mean what kubectl takes them
/// for (YAML 1.1: `on` is a boolean, `0x10` a number); quoted ones are strings. A document with an
/// alias, an anchor, a tag or a duplicate key is handed over with that fault logged. False when the
/// text cannot be read to its end; why is in `log`.
[[nodiscard]] bool read_yaml(std::string_view text, FaultLog& log, const OnDocument& on_document);

/// Reads one JSON document as the log's open one. `line` is the line of all its nodes: Boost.JSON
/// tells none, so it is the line of a .jsonl file, or 0. False when the text is no JSON; why is in
/// `log`.
[[nodiscard]] bool read_json(std::string_view text, int line, FaultLog& log, Node& document);

/// Reads the documents of a hand-written file: JSON when `path` ends in .json, else YAML. False as
/// above.
[[nodiscard]] bool read_documents(std::string_view path, std::string_view text, FaultLog& log,
                                  const OnDocument& on_document);

}  // namespace vedette::targets
