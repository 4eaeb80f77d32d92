#include "support/paths.hpp"

namespace vedette::test {

std::filesystem::path source_dir() { return VEDETTE_SOURCE_DIR; }

std::string prober_program() { return VEDETTE_BINARY_DIR "/workers/prober/vedette-prober"; }

std::string operator_program() { return VEDETTE_BINARY_DIR "/workers/operator/vedette-operator"; }

std::string writer_program() { return VEDETTE_BINARY_DIR "/workers/writer/vedette-writer"; }

std::string site_program() { return VEDETTE_BINARY_DIR "/tests/support/site/vedette-site"; }

}  // namespace vedette::test
