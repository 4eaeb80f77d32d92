#include "runtime/options_markdown.hpp"

#include <sstream>

#include <CLI/CLI.hpp>

#include <boost/test/unit_test.hpp>

#include "runtime/options.hpp"

namespace vedette::runtime {
namespace {

BOOST_AUTO_TEST_SUITE(options_markdown)

BOOST_AUTO_TEST_CASE(docs_command_prints_every_visible_command_and_flag) {
  CLI::App app{"Does things.", "vedette-test"};
  app.require_subcommand(1);
  CLI::App* run = app.add_subcommand("run", "Runs them.");
  std::vector<std::string> paths;
  std::vector<std::string> names;
  int count = 3;
  bool kind = false;
  run->add_option("PATH", paths, "Files")->required();
  run->add_option("--names", names, "Some names")->type_name("NAME")->required();
  run->add_option("--count", count, "How many")->capture_default_str()->type_name("NUMBER");
  add_choice(*run, "--kind", kind, {{"a", false}, {"b", true}}, "One | the <other>");
  app.add_subcommand("hidden", "Not shown")->group("");

  const std::vector<const char*> arguments = {"program", "docs"};
  std::ostringstream out;
  std::ostringstream err;
  BOOST_TEST((parse_command_line(app, 2, arguments.data(), out, err) == ExitCode::Ok), err.str());
  BOOST_TEST(out.str() ==
             "## `vedette-test`\n\nDoes things.\n\n"
             "### `vedette-test run`\n\nRuns them.\n\n"
             "| flag | environment | default | meaning |\n|---|---|---|---|\n"
             "| `PATH...` |  | required | Files |\n"
             "| `--names NAME,...` | `VEDETTE_NAMES` | required | Some names |\n"
             "| `--count NUMBER` | `VEDETTE_COUNT` | `3` | How many |\n"
             "| `--kind a\\|b` | `VEDETTE_KIND` | `a` | One \\| the &lt;other> |\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
