# shellcheck shell=bash
# The two programs that everything here runs: `hyper`, all parts of Kubernetes in one, and
# `helm`. Taken from VEDETTE_KUBE_BIN, else from the cache, else built (hack/lib/kube/build).

# A cache per state of the sources, of the recipe and of the kind of processor.
kube_cache() {
  local key
  key=$({
    uname -m
    cat "$VEDETTE_ROOT"/hack/lib/kube/{build,src/*}
  } | sha256sum | cut -c 1-16)
  echo "$VEDETTE_CACHE/kube/$key"
}

has_programs() { [ -x "$1/hyper" ] && [ -x "$1/helm" ]; } # FOLDER

# Sets KUBE_BIN to the folder that holds the two, building them first when need be.
find_binaries() {
  KUBE_BIN=${VEDETTE_KUBE_BIN:-}
  if [ -n "$KUBE_BIN" ]; then
    has_programs "$KUBE_BIN" ||
      die "VEDETTE_KUBE_BIN=$KUBE_BIN holds no programs hyper and helm; unset it to build them"
    return
  fi
  KUBE_BIN=$(kube_cache)
  has_programs "$KUBE_BIN" || "$VEDETTE_ROOT/hack/lib/kube/build" "$KUBE_BIN"
}
