# shellcheck shell=bash
# Shared by the scripts of hack/: source it first, it turns strict mode on.
# Sets VEDETTE_ROOT, the clone's folder, and VEDETTE_CACHE, which outlives builds.
set -euo pipefail

VEDETTE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
VEDETTE_CACHE=${XDG_CACHE_HOME:-${HOME:?is not set}/.cache}/vedette
export VEDETTE_ROOT VEDETTE_CACHE

# One line to the terminal; standard output is kept for what a script answers.
say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# Ends the script: something is not there or did not work.
die() {
  say "$*"
  exit 3
}

# Ends the script: it was called wrongly.
usage_error() {
  say "$* (-h tells how)"
  exit 2
}

# Prints the comment block at the top of the calling script: its manual.
print_usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; }

have() { command -v "$1" >/dev/null 2>&1; }

# need COMMAND GROUP: ends with the way to get a command that is missing.
need() { have "$1" || die "there is no $1: run hack/install-deps $2"; }

# The last lines of a log, indented, for an error message.
show_tail() { # FILE [LINES]
  [ ! -s "$1" ] || tail -n "${2:-20}" "$1" | sed 's/^/  | /' >&2
}

# Waits for a command to succeed, asking every 50 ms; false after SECONDS.
wait_until() { # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.05
  done
}

# Whether a process runs; a zombie does not.
is_alive() { # PID
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  stat=${stat##*) }
  [ "${stat:0:1}" != Z ]
}

# The processes that a process started and that have not ended.
children_of() { # PID
  awk -v parent="$1" '{ pid = $1; sub(/.*\) /, ""); if ($2 == parent) print pid }' \
    /proc/[0-9]*/stat 2>/dev/null || true
}

# Whether something listens on a loopback port (the subshell closes the connection).
port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# reserve_port NAME: sets the variable NAME to a free loopback port and holds a
# lock on its number for as long as this process (and what it execs) lives, so
# that two scripts that start at once never choose the same one. The range lies
# below the kernel's ephemeral ports: no outgoing connection takes one either.
reserve_port() { # NAME (names here are unlike any caller's, or -v would miss its)
  local _locks _port _lock
  _locks=$VEDETTE_CACHE/ports
  mkdir -p "$_locks"
  for _ in {1..200}; do
    _port=$((20000 + RANDOM % 12000))
    exec {_lock}>"$_locks/$_port"
    if flock --nonblock "$_lock" && ! port_is_open "$_port"; then
      printf -v "$1" %s "$_port"
      return
    fi
    exec {_lock}>&-
  done
  die "found no free port on loopback in 200 tries (locks in $_locks)"
}

# Filters ninja: on a terminal its progress stays on one line; in a log each 25th step is
# enough. (Debian's awk would hold back whatever does not fill its buffer.)
thin_out() {
  local line
  if [ -t 1 ]; then
    cat
  else
    while IFS= read -r line; do
      if ! [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] ||
        ((BASH_REMATCH[1] % 25 == 0 || BASH_REMATCH[1] == BASH_REMATCH[2])); then
        printf '%s\n' "$line"
      fi
    done
  fi
}

# The number of processors, for -j.
cores() { nproc 2>/dev/null || echo 2; }

# The clone's files that match the patterns, those not added to git yet included.
project_files() { # PATTERN…
  git -C "$VEDETTE_ROOT" ls-files --cached --others --exclude-standard -- "$@" | sort -u |
    while IFS= read -r file; do [ ! -f "$VEDETTE_ROOT/$file" ] || printf '%s\n' "$file"; done
}
