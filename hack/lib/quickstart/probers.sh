# shellcheck shell=bash
# The probers of a quickstart: one that has everything, or several that share it.
# Uses: run_dir and prober_count of hack/quickstart; brokers, targets_dir, SOURCE of stack.sh.
# Sets: probers (their names), prober_ports, prober_port (of the first), started.
# shellcheck disable=SC2034,SC2154

SHARDS=64

start_probers() {
  local i port sharding=none
  probers=(prober) prober_ports=()
  [ "$prober_count" = 1 ] || sharding=kafka
  for ((i = 1; i <= prober_count; i++)); do
    [ "$prober_count" = 1 ] || probers[i - 1]=prober-$i
    reserve_port port
    prober_ports+=("$port")
    start_process "${probers[i - 1]}" "$PROGRAMS/workers/prober/vedette-prober" run \
      --targets "$targets_dir" --secrets-dir "$run_dir/secrets" --source "$SOURCE" \
      --sharding "$sharding" --prober-name "${probers[i - 1]}" \
      --kafka-brokers "$brokers" --listen "127.0.0.1:$port"
  done
  prober_port=${prober_ports[0]}
  for i in "${!probers[@]}"; do
    await_ready "${probers[i]}" "${prober_ports[i]}" 60
  done
  wait_until 60 everything_is_shared || die "the probers did not come to share the targets in 60 s"
  started=$EPOCHREALTIME
}

# The names of what was started here, by this run or a crashed one.
prober_names() {
  local file
  for file in "$run_dir"/prober*.pid; do
    [ ! -e "$file" ] || basename "$file" .pid
  done
}

# The last one's name when none lives.
first_living_prober() {
  local name
  for name in "${probers[@]}"; do
    ! is_running "$name" || break
  done
  echo "$name"
}

# How many shards a prober has, of those that are restored; nothing when it does not answer.
shards_of() { # PORT
  ( # a subshell: a refused connection ends the shell that asks
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    printf 'GET /metrics HTTP/1.1\r\nHost: quickstart\r\nConnection: close\r\n\r\n' >&3
    timeout 1 cat <&3
  ) 2>/dev/null | awk '
    /^vedette_prober_shards\{state="assigned"\}/ { shards += $2; found = 1 }
    /^vedette_prober_shards\{state="restoring"\}/ { shards -= $2 }
    END { if (found) print shards }'
}

everything_is_shared() {
  local port shards sum=0
  for port in "${prober_ports[@]}"; do
    shards=$(shards_of "$port")
    [ "${shards:-0}" -gt 0 ] || return 1
    sum=$((sum + shards))
  done
  [ "$sum" = "$SHARDS" ]
}

# Who has how many shards; nothing to say of one prober alone.
sharing() {
  local i pid shards text=
  [ "$prober_count" -gt 1 ] || return 0
  for i in "${!probers[@]}"; do
    text+="${text:+, }${probers[i]}"
    if pid=$(pid_of "${probers[i]}"); then
      shards=$(shards_of "${prober_ports[i]}")
      text+=" (pid $pid) ${shards:-?} shards"
    else
      text+=' has ended'
    fi
  done
  printf %s "$text"
}
