# shellcheck shell=bash
# The page docs/configuration.md, shared by hack/update-docs and hack/verify-docs.

# find_build [BUILD]: prints a build folder that holds all programs.
find_build() {
  local build
  for build in ${1:+"$1"} "$VEDETTE_ROOT"/build/{ci,dev,release}; do
    [ -x "$build/workers/prober/vedette-prober" ] || continue
    [ -x "$build/workers/writer/vedette-writer" ] || continue
    [ -x "$build/workers/operator/vedette-operator" ] || continue
    echo "$build"
    return
  done
  die "found no build with vedette-prober, -writer and -operator: build first, or name the folder"
}

# configuration_page BUILD: prints the page. The programs run without an environment:
# what is set here must not show in what is written down.
configuration_page() {
  local worker
  cat <<'PAGE'
# Configuration

<!-- Written by hack/update-docs from the programs' own flags: do not edit. -->

Every flag is an environment variable too: `--kafka-brokers` is `VEDETTE_KAFKA_BROKERS`. The command
line wins; lists are split at commas. Exit codes: 0 fine, 1 some target is not up, 2 bad input or
usage, 3 a neighbour is unavailable or something is broken.
PAGE
  for worker in prober writer operator; do
    echo
    env -i PATH="$PATH" "$1/workers/$worker/vedette-$worker" docs || return
  done
}
