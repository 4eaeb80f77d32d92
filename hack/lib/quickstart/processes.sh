# shellcheck shell=bash
# Starts the processes of a quickstart and waits for them; hack/lib/processes.sh keeps
# account of them.
# Uses: run_dir and lock of hack/quickstart.
# shellcheck disable=SC2154

# Starts a command in a session of its own, so that Ctrl-C reaches this script alone, which then
# stops everything in order. It gets none of this script's descriptors, or it would hold the lock.
start_process() { # NAME COMMAND…
  local name=$1
  shift
  : >"$run_dir/$name.out" # now, or what an earlier one said would be taken for its answer
  setsid "$@" >"$run_dir/$name.out" 2>"$run_dir/$name.log" </dev/null {lock}>&- &
  record_pid "$name" $!
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
