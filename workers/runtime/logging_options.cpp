#include "runtime/logging_options.hpp"

#include "runtime/options.hpp"

namespace vedette::runtime {

void add_logging_options(CLI::App& app, LogOptions& options) {
  add_choice(app, "--log-level", options.level,
             {{"debug", LogLevel::Debug},
              {"info", LogLevel::Info},
              {"warning", LogLevel::Warning},
              {"error", LogLevel::Error}},
             "The least severe events that are logged");
  add_choice(app, "--log-format", options.format,
             {{"auto", LogFormat::Auto}, {"json", LogFormat::Json}, {"text", LogFormat::Text}},
             "Form of the log on standard error; auto is text on a terminal, else JSON lines");
}

}  // namespace vedette::runtime
