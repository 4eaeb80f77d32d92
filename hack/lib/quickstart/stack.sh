# shellcheck shell=bash
# What runs: PostgreSQL, Kafka, the site, the writer, the probers (probers.sh). Started in this
# order and stopped in the reverse one.
# Uses: run_dir, own_brokers and own_database of hack/quickstart (empty = private ones are started).
# Sets: database_url, brokers, targets_dir, writer_port.
# shellcheck disable=SC2034,SC2154

SOURCE=quickstart # so that a shared database keeps these targets apart from yours
EXAMPLES=$VEDETTE_ROOT/examples
PROGRAMS=$VEDETTE_ROOT/build/release

# The variables of the programs count only where they are about your Kafka and your database.
forget_environment() {
  local name
  for name in $(compgen -e VEDETTE_); do
    case $name in
    VEDETTE_ROOT | VEDETTE_CACHE | VEDETTE_KAFKA_VERSION | VEDETTE_KAFKA_HEAP) continue ;;
    VEDETTE_KAFKA_*) [ -z "$own_brokers" ] || continue ;;
    VEDETTE_DATABASE_PASSWORD_FILE) [ -z "$own_database" ] || continue ;;
    esac
    unset "$name"
  done
  [ -z "${VEDETTE_DATABASE_PASSWORD_FILE:-}" ] ||
    export PGPASSWORD="${PGPASSWORD:-$(cat "$VEDETTE_DATABASE_PASSWORD_FILE")}"
  export PGCONNECT_TIMEOUT=5
}

# Ninja itself configures again when that is needed.
build_programs() {
  [ -e "$PROGRAMS/build.ninja" ] || cmake --preset release
  nice ninja -C "$PROGRAMS" vedette-prober vedette-writer vedette-site
}

prepare_database() {
  if [ -n "$own_database" ]; then
    database_url=$own_database
    return
  fi
  step "starting PostgreSQL" postgres "$VEDETTE_ROOT/hack/postgres" start "$run_dir/postgres"
  database_url=$(cat "$run_dir/postgres/uri")
}

prepare_kafka() {
  if [ -n "$own_brokers" ]; then
    brokers=$own_brokers
    return
  fi
  step "starting Apache Kafka" kafka "$VEDETTE_ROOT/hack/kafka" start "$run_dir/kafka"
  brokers=$(sed -n 's/^plain=//p' "$run_dir/kafka/addresses")
}

migrate() {
  step "migrating the database" migrate \
    "$PROGRAMS/workers/writer/vedette-writer" migrate --database-url "$database_url"
}

site_is_up_or_gone() { [ -s "$run_dir/site.out" ] || is_stopped site; }

# The examples name fixed ports. Where one of them is taken, the site gets free ones, and
# copies of the examples name those.
start_site() {
  local dir=$run_dir/secrets/default/vedette-site
  rm -rf "$run_dir/secrets" "$run_dir/targets"
  cp -R "$EXAMPLES/secrets" "$run_dir/secrets"
  targets_dir=$EXAMPLES/targets
  run_site "$dir" 18080 18443 || {
    targets_dir=$run_dir/targets
    run_site "$dir" 0 0 || {
      show_tail "$run_dir/site.log"
      die "the site did not start; its log is $run_dir/site.log"
    }
    render_targets
    say "a port of 18080, 18443 … 18449 is taken: probing copies of the examples in $targets_dir"
  }
}

run_site() { # DIR HTTP-PORT HTTPS-PORT
  start_process site "$PROGRAMS/tests/support/site/vedette-site" --dir "$1" \
    --http-port "$2" --https-port "$3"
  wait_until 10 site_is_up_or_gone && is_running site
}

# The site's line names its addresses in the order of the examples' ports.
render_targets() {
  local address default=(18080 18443 18444 18445 18446 18447 18448 18449) script='' i=0
  while read -r address; do
    script+="s/127\.0\.0\.1:${default[i]}/$address/g;"
    i=$((i + 1))
  done < <(grep -oE '127\.0\.0\.1:[0-9]+' "$run_dir/site.out")
  cp -R "$EXAMPLES/targets" "$targets_dir"
  sed -i -e "$script" "$targets_dir"/*.yaml
}

start_writer() {
  reserve_port writer_port
  start_process writer "$PROGRAMS/workers/writer/vedette-writer" run \
    --database-url "$database_url" --kafka-brokers "$brokers" --targets "$targets_dir" \
    --source "$SOURCE" --listen "127.0.0.1:$writer_port"
  await_ready writer "$writer_port" 60
}

write_state() {
  local i
  printf '%s\n' "database=$database_url" "kafka=$brokers" \
    "targets=$targets_dir" "site=$(sed 's/^{"http":"\([^"]*\)".*/\1/' "$run_dir/site.out")" \
    "writer=http://127.0.0.1:$writer_port/metrics" >"$run_dir/state"
  for i in "${!probers[@]}"; do
    echo "${probers[i]}=http://127.0.0.1:${prober_ports[i]}/targets" >>"$run_dir/state"
  done
}

# Stops what pid files in run_dir name and nothing else; quick when nothing runs.
stop_stack() {
  local name
  for name in $(prober_names) writer site; do
    stop_process "$name"
  done
  [ ! -e "$run_dir/kafka/pid" ] || "$VEDETTE_ROOT/hack/kafka" stop "$run_dir/kafka" || true
  [ ! -e "$run_dir/postgres/data/postmaster.pid" ] ||
    "$VEDETTE_ROOT/hack/postgres" stop "$run_dir/postgres" || true
  rm -f "$run_dir/state"
}

# Ends the script when one of them has died, of the probers the last.
check_stack() {
  local name
  for name in "$(first_living_prober)" writer site; do
    is_running "$name" || {
      leave_screen
      show_tail "$run_dir/$name.log"
      die "the $name has ended; its log is $run_dir/$name.log"
    }
  done
}
