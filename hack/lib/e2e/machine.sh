# shellcheck shell=bash
# What is done on the machine itself, outside the node's network: packages, downloads,
# builds, and taking everything down.
# Uses: run_dir, archive, site; step.sh, processes.sh.
# shellcheck disable=SC2154

IMAGE=localhost/vedette:e2e

prepare() {
  "$VEDETTE_ROOT/hack/install-deps" build test kube
  "$VEDETTE_ROOT/hack/kube" build >/dev/null
  "$VEDETTE_ROOT/hack/kafka" fetch
  [ -n "$site" ] || {
    site=$VEDETTE_ROOT/build/ci/tests/support/site/vedette-site
    step "the site to probe is built" build_site
  }
  [ -n "$archive" ] || {
    archive=$run_dir/vedette.tar
    step "the image is built" "$VEDETTE_ROOT/hack/image" --output "$archive" --tag "$IMAGE"
  }
}

build_site() {
  local build=$VEDETTE_ROOT/build/ci
  [ -e "$build/build.ninja" ] || cmake --preset ci -S "$VEDETTE_ROOT" -B "$build"
  nice ninja -C "$build" vedette-site
}

import_image() {
  exec_in_node ctr images import "$archive"
  exec_in_node ctr images ls -q | grep -x "$IMAGE" ||
    fail "$archive holds no image $IMAGE; hack/image --tag gives it that name"
}

exec_in_node() { "$VEDETTE_ROOT/hack/kube" exec "$run_dir/node" "$@"; } # COMMAND…

# Stops by recorded process ids, and removes everything but the logs.
take_down() {
  [ -d "$run_dir" ] || return 0
  stop_process site 5
  [ ! -e "$run_dir/kafka/pid" ] || "$VEDETTE_ROOT/hack/kafka" kill "$run_dir/kafka" || true
  [ ! -e "$run_dir/postgres/data/postmaster.pid" ] ||
    "$VEDETTE_ROOT/hack/postgres" immediate "$run_dir/postgres" || true
  [ ! -d "$run_dir/node/pids" ] || "$VEDETTE_ROOT/hack/kube" down "$run_dir/node"
  rm -rf --one-file-system "$run_dir"
  rmdir --ignore-fail-on-non-empty "$(dirname "$run_dir")"
}
