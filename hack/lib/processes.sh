# shellcheck shell=bash
# Processes that outlive a crash of the script that started them but never a later run of
# it: each has a pid file that says which process it was, so that nothing else is ever
# signalled. Source it behind common.sh and set run_dir, the folder of NAME.pid.
# shellcheck disable=SC2154

# A pid alone may be used again; with the time it started and the boot it cannot.
identity_of() { # PID
  local stat boot words
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -r boot </proc/sys/kernel/random/boot_id
  read -ra words <<<"${stat##*) }" # behind the name; the 20th is the start, in clock ticks
  echo "$1 ${words[19]} $boot"
}

record_pid() { # NAME PID
  identity_of "$2" >"$run_dir/$1.pid"
}

# The pid of a process that was recorded, if it still is that process and runs.
pid_of() { # NAME
  local pid recorded
  recorded=$(cat "$run_dir/$1.pid" 2>/dev/null) && [ -n "$recorded" ] || return 1
  pid=${recorded%% *}
  [ "$(identity_of "$pid")" = "$recorded" ] && is_alive "$pid" || return 1
  echo "$pid"
}

is_running() { pid_of "$1" >/dev/null; } # NAME
is_stopped() { ! is_running "$1"; }      # NAME

# Asks politely, and after SECONDS (15) no more.
stop_process() { # NAME [SECONDS]
  local pid seconds=${2:-15}
  if pid=$(pid_of "$1"); then
    kill -TERM "$pid" 2>/dev/null || true
    wait_until "$seconds" is_stopped "$1" || {
      say "$1 (pid $pid) did not stop within $seconds s; killing it"
      kill -KILL "$pid" 2>/dev/null || true
      wait_until 5 is_stopped "$1" || say "$1 (pid $pid) would not go away"
    }
  fi
  rm -f "$run_dir/$1.pid"
}
