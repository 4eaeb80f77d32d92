# shellcheck shell=bash
# The processes of a cluster are children of one script, which ends when one of them does.
# Should it be killed, the kernel kills them too.
# Uses: dir, the cluster's folder; run_dir, that of hack/lib/processes.sh.
# shellcheck disable=SC2154

children=()

start_child() { # NAME COMMAND…
  local name=$1
  shift
  setpriv --pdeathsig KILL "$@" >>"$dir/log/$name.log" 2>&1 </dev/null &
  record_pid "$name" $!
  children+=("$name")
}

# Ends the script when the child does, or when the command has not succeeded in time.
await_child() { # SECONDS NAME COMMAND…
  local seconds=$1 name=$2
  local end=$((SECONDS + seconds))
  shift 2
  until "$@" >/dev/null 2>&1; do
    is_running "$name" || {
      show_tail "$dir/log/$name.log"
      die "$name ended instead of starting; its log is $dir/log/$name.log"
    }
    [ "$SECONDS" -lt "$end" ] || {
      show_tail "$dir/log/$name.log"
      die "$name was not ready within $seconds s ($*); its log is $dir/log/$name.log"
    }
    sleep 0.05
  done
}

# Ends the script as soon as one of its children ends.
watch_children() {
  local name
  wait -n || true
  for name in "${children[@]}"; do
    is_running "$name" || {
      show_tail "$dir/log/$name.log"
      die "$name has ended, and the cluster with it; its log is $dir/log/$name.log"
    }
  done
}

# The last started first. One that still drains its clients' watches after 2 s is killed:
# an API server would do that for a minute.
stop_children() {
  local i pid
  for ((i = ${#children[@]} - 1; i >= 0; i--)); do
    pid=$(pid_of "${children[i]}") || continue
    kill -TERM "$pid" 2>/dev/null || true
    wait_until 2 is_stopped "${children[i]}" || kill -KILL "$pid" 2>/dev/null || true
    wait_until 10 is_stopped "${children[i]}" || say "${children[i]} (pid $pid) would not go away"
  done
}
