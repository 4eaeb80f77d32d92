# shellcheck shell=bash
# A Go that is new enough, for what tests and benches build of other people's. Source it behind
# common.sh; set GOMODCACHE to a folder that lives as long as the Go is used.

# Fetched as a module where no Go on this machine is new enough.
GO_TOOLCHAIN=go1.26.8

# Prints the path of a Go of this machine, if it is at least VERSION; else of one from the module
# proxy.
find_go() { # VERSION
  local found go
  for go in go /usr/local/go/bin/go; do
    have "$go" || continue
    found=$("$go" env GOVERSION | sed 's/^go//')
    [ "$(printf '%s\n' "$1" "$found" | sort -V | head -n 1)" = "$1" ] || continue
    command -v "$go"
    return
  done
  fetch_go
}

# An older Go can fetch a newer one, as a module whose checksum is verified like any other's.
fetch_go() {
  local old=go module root
  have go || {
    "$VEDETTE_ROOT/hack/install-deps" go
    have go || old=$(printf '%s\n' /usr/lib/go-*/bin/go | sort -V | tail -n 1)
  }
  module=golang.org/toolchain@v0.0.1-$GO_TOOLCHAIN.linux-$("$old" env GOARCH)
  say "fetching $GO_TOOLCHAIN …"
  mkdir -p "$GOMODCACHE"
  (cd "$GOMODCACHE" && GOFLAGS=-modcacherw "$old" mod download "$module") >&2 ||
    die "$old could not fetch the module $module"
  root=$GOMODCACHE/$module
  # Modules carry no permissions.
  chmod +x "$root"/bin/* "$root"/pkg/tool/*/*
  echo "$root/bin/go"
}
