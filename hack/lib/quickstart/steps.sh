# shellcheck shell=bash
# Progress while things are prepared: one line per step, with what it does and for how long.
# Uses: run_dir and lock of hack/quickstart. Sets: step_pid, for as long as a step runs.
# shellcheck disable=SC2154

step_pid=

# Runs a command with its output in a log. On a terminal the line shows seconds and the
# log's latest words; elsewhere a line every 15 s shows life. A failure ends the script.
step() { # WORDS LOG COMMAND…
  local words=$1 log=$run_dir/$2.log begin=$EPOCHREALTIME beat=$((SECONDS + 15))
  shift 2
  set -m # a process group of its own, which stop_step can end as a whole
  "$@" >"$log" 2>&1 </dev/null {lock}>&- &
  step_pid=$!
  set +m
  while is_alive "$step_pid"; do
    if [ -t 2 ]; then
      printf '\r\033[K  %s … %s s  %s' "$words" "$(seconds_since "$begin")" \
        "$(latest_words "$log")" >&2
      sleep 0.2
    else
      sleep 0.1
      [ "$SECONDS" -lt "$beat" ] || {
        say "$words … $(seconds_since "$begin") s  $(latest_words "$log")"
        beat=$((SECONDS + 15))
      }
    fi
  done
  local code=0
  wait "$step_pid" || code=$?
  step_pid=
  [ ! -t 2 ] || printf '\r\033[K' >&2
  [ "$code" = 0 ] || {
    show_tail "$log" 30
    die "$words failed; its output is $log"
  }
  say "$words: $(seconds_since "$begin") s"
}

# Ends the step that an interrupt found running, with its children.
stop_step() {
  [ -n "$step_pid" ] || return 0
  kill -TERM -- "-$step_pid" 2>/dev/null || true
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

seconds_since() { # EPOCHREALTIME
  local us=$((${EPOCHREALTIME/./} - ${1/./}))
  printf '%d.%d' $((us / 1000000)) $((us / 100000 % 10))
}

# The last line of a log, such as ninja's "[12/345] Building …", cut to fit the terminal.
latest_words() { # LOG
  local line columns
  columns=$(terminal_columns)
  line=$(tail -c 400 "$1" 2>/dev/null | tr '\r' '\n' | tail -n 1 | tr -cd '[:print:]') || true
  printf '%s' "${line:0:$((columns > 60 ? columns - 45 : 15))}"
}

terminal_columns() { tput cols 2>/dev/null || echo 80; }
terminal_lines() { tput lines 2>/dev/null || echo 24; }
