# shellcheck shell=bash
# Processes that outlive a crash of this script but never a later one: each has a pid
# file that says which process it was, so that nothing else is ever signalled.
# Uses: run_dir and lock of hack/quickstart.
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

# Starts a command in a session of its own, so that Ctrl-C reaches this script alone, which then
# stops everything in order. It gets none of this script's descriptors, or it would hold the lock.
start_process() { # NAME COMMAND…
  local name=$1
  shift
  : >"$run_dir/$name.out" # now, or what an earlier one said would be taken for its answer
  setsid "$@" >"$run_dir/$name.out" 2>"$run_dir/$name.log" </dev/null {lock}>&- &
  record_pid "$name" $!
}

# Asks politely, and after 15 s no more.
stop_process() { # NAME
  local pid
  if pid=$(pid_of "$1"); then
    kill -TERM "$pid" 2>/dev/null || true
    wait_until 15 is_stopped "$1" || {
      say "$1 (pid $pid) did not stop within 15 s; killing it"
      kill -KILL "$pid" 2>/dev/null || true
      wait_until 5 is_stopped "$1" || say "$1 (pid $pid) would not go away"
    }
  fi
  rm -f "$run_dir/$1.pid"
}

# Whether a process answers 200 to GET /readyz; its answer goes to NAME.ready.
is_ready() { # NAME PORT
  ( # a subshell: a refused connection ends the shell that asks
    exec 3<>"/dev/tcp/127.0.0.1/$2"
    printf 'GET /readyz HTTP/1.1\r\nHost: quickstart\r\nConnection: close\r\n\r\n' >&3
    timeout 2 cat <&3
  ) >"$run_dir/$1.ready" 2>/dev/null || return 1
  head -n 1 "$run_dir/$1.ready" | grep -q ' 200 '
}

# Ends the script when the process dies or is not ready in time, saying what it said.
await_ready() { # NAME PORT SECONDS
  local end=$((SECONDS + $3))
  until is_ready "$1" "$2"; do
    is_running "$1" || {
      show_tail "$run_dir/$1.log"
      die "the $1 ended instead of starting; its log is $run_dir/$1.log"
    }
    [ "$SECONDS" -lt "$end" ] || {
      tail -n 1 "$run_dir/$1.ready" >&2 2>/dev/null || true
      die "the $1 was not ready within $3 s; its log is $run_dir/$1.log"
    }
    sleep 0.05
  done
}
