# shellcheck shell=bash
# Numbered steps, each asserted: one line per step with what it shows and how long it took.
# Uses: run_dir, logs. Sets: number, the step's; VEDETTE_E2E_STEP says where to go on.
# shellcheck disable=SC2154

number=${VEDETTE_E2E_STEP:-0}
step_pid=

# Runs a command with its output in a log of its own; a failure ends the script.
step() { # WORDS COMMAND…
  local words=$1 begin=$EPOCHREALTIME log code=0 remark=
  shift
  number=$((number + 1))
  log=$(printf '%s/step-%02d.log' "$logs" "$number")
  rm -f "$logs/remark"
  printf 'step %02d: %s … ' "$number" "$words"
  # In a shell of its own, not in a condition: there strict mode would be off. And in a process
  # group of its own, which stop_step can end as a whole.
  set -m
  (
    [ -z "${lock:-}" ] || exec {lock}>&- # what is started here may live longer than this script
    PS4='+ $EPOCHREALTIME '
    set -x
    "$@"
  ) >"$log" 2>&1 </dev/null &
  step_pid=$!
  set +m
  wait "$step_pid" || code=$?
  step_pid=
  [ ! -s "$logs/remark" ] || remark=": $(cat "$logs/remark")"
  if [ "$code" = 0 ]; then
    printf 'ok (%s s)%s\n' "$(seconds_since "$begin")" "$remark"
    return
  fi
  printf 'FAILED (%s s)%s\n' "$(seconds_since "$begin")" "$remark"
  show_tail "$log" 40
  printf '%d passed, 1 failed\n' $((number - 1))
  exit 1
}

# Words behind the step's time: what it found.
remark() { printf '%s' "$*" >"$logs/remark"; }

# A step's assertions: the first that does not hold ends the step.
fail() {
  echo "FAILED: $*" >&2
  exit 1
}

eventually() { # SECONDS WORDS COMMAND…
  local - seconds=$1 words=$2
  set +x # the log need not tell of every try
  shift 2
  wait_until "$seconds" "$@" || fail "not within $seconds s: $words"
}

# Ends the step that an interrupt found running.
stop_step() { [ -z "$step_pid" ] || kill -TERM -- "-$step_pid" 2>/dev/null || true; }

seconds_since() { # EPOCHREALTIME
  local us=$((${EPOCHREALTIME/./} - ${1/./}))
  printf '%d.%d' $((us / 1000000)) $((us / 100000 % 10))
}
