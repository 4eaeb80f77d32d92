# shellcheck shell=bash
# What benches share: a folder for the run, programs of the release preset, neighbours,
# processes that end with the script, and figures. Source it behind common.sh, call
# open_stage first.
# Sets: run, and database, brokers, started where a function below says so.
# shellcheck disable=SC2034

PROGRAMS=$VEDETTE_ROOT/build/release
keep=no # yes: close_stage leaves the folder behind
run=
background=()
postgres_options=() # for hack/postgres

# Makes the run's folder, which PostgreSQL's user can reach, and sees to its end.
open_stage() {
  run=$(mktemp -d "${TMPDIR:-/tmp}/vedette-bench.XXXXXX")
  chmod 755 "$run"
  trap close_stage EXIT
  trap 'exit 130' INT TERM
}

# What was launched ends here; children keep their number until they are waited for, so no
# other process is ever signalled.
close_stage() {
  local pid
  for pid in "${background[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${background[@]}"; do wait "$pid" 2>/dev/null || true; done
  [ -n "$run" ] || return 0
  [ ! -d "$run/kafka" ] || "$VEDETTE_ROOT/hack/kafka" stop "$run/kafka" || true
  [ ! -d "$run/postgres" ] || "$VEDETTE_ROOT/hack/postgres" immediate "$run/postgres" || true
  if [ "$keep" = yes ]; then say "left behind: $run"; else rm -rf "$run"; fi
}

build_release() { # TARGET…
  say "building the release preset: $* …"
  (cd "$VEDETTE_ROOT" && cmake --preset release >/dev/null &&
    nice cmake --build --preset release --target "$@") >"$run/build.log" 2>&1 || {
    show_tail "$run/build.log"
    die "the build failed"
  }
}

# Starts a command in the background, its output in NAME.log; sets started to its pid.
launch() { # NAME COMMAND…
  local name=$1
  shift
  "$@" >"$run/$name.log" 2>&1 &
  started=$!
  background+=("$started")
}

# Ends one that was launched, waits for it, and returns its exit code.
finish() { # PID
  local pid left=()
  for pid in "${background[@]}"; do [ "$pid" = "$1" ] || left+=("$pid"); done
  background=("${left[@]}")
  kill "$1" 2>/dev/null || true
  wait "$1"
}

start_kafka() { # sets brokers
  say "starting Apache Kafka …"
  brokers=$("$VEDETTE_ROOT/hack/kafka" start "$run/kafka")
}

start_postgres() { # sets database
  say "starting PostgreSQL …"
  database=$("$VEDETTE_ROOT/hack/postgres" start "$run/postgres" 0 "${postgres_options[@]}")
}

# One figure of one round, for report. UNIT as people write it: µs, MB, rows/s.
record() { # SUBJECT WORKLOAD METRIC VALUE UNIT
  printf '{"subject":"%s","workload":"%s","metric":"%s","value":%s,"unit":"%s"}\n' "$@" \
    >>"$run/figures.jsonl"
}

# The table, the bars and, with FILE, one JSON object a row; false when a bar is missed.
report() { # BARS.json [FILE]
  python3 "$VEDETTE_ROOT/hack/lib/bench/report.py" "$run/figures.jsonl" "$@"
}
