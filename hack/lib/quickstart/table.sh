# shellcheck shell=bash
# What is shown: the live table and the summary, both read from PostgreSQL.
# Uses: run_dir of hack/quickstart; database_url, started, targets_dir, SOURCE of stack.sh.
# shellcheck disable=SC2154

QUERIES=$VEDETTE_ROOT/sql/queries
# A slot is settled when its deadline has passed (at most 5 s in the examples) and its row
# has had time to be stored.
SETTLE_SECONDS=10
# Between the columns that psql prints: no white space, so that empty ones survive `read`.
SEPARATOR=$'\x1f'

query() { # FILE NAME=VALUE…
  local file=$1 setting settings=()
  shift
  for setting in "$@"; do
    settings+=(-v "$setting")
  done
  PGTZ=UTC psql -X -q -At -F "$SEPARATOR" -v ON_ERROR_STOP=1 -v "source=$SOURCE" "${settings[@]}" \
    -f "$QUERIES/$file" "$database_url" 2>"$run_dir/psql.log"
}

timestamp() { date -u -d "@$1" '+%Y-%m-%dT%H:%M:%S.%NZ'; } # UNIX SECONDS

# --- Colours, on a terminal only

set_colours() {
  bold='' dim='' red='' green='' yellow='' plain=''
  [ -t 1 ] || return 0
  bold=$'\033[1m' dim=$'\033[2m' red=$'\033[31m' green=$'\033[32m' yellow=$'\033[33m'
  plain=$'\033[0m'
}

colour_of() { # VERDICT
  case $1 in
  up) printf %s "$green" ;;
  down) printf %s "$red" ;;
  *) printf %s "$yellow" ;;
  esac
}

# --- The screen: an alternate one, so that what stood there comes back; without a cursor, and
# without wrapping: the terminal cuts what is too long.

on_screen=no

enter_screen() {
  printf '\033[?1049h\033[?25l\033[?7l'
  on_screen=yes
}

leave_screen() {
  [ "$on_screen" = yes ] || return 0
  printf '\033[?7h\033[?25h\033[?1049l'
  on_screen=no
}

# --- The live table

read_table() {
  query quickstart_table.sql "started=$(timestamp "$started")" \
    "settled=$(timestamp $((${started%.*} > EPOCHSECONDS - SETTLE_SECONDS ? ${started%.*} : \
      EPOCHSECONDS - SETTLE_SECONDS)))" >"$run_dir/table"
}

# Counts verdicts in the table's rows: sets up, down and other.
count_verdicts() {
  local _ verdict
  up=0 down=0 other=0
  while IFS=$SEPARATOR read -r _ verdict _; do
    case $verdict in
    up) up=$((up + 1)) ;;
    down) down=$((down + 1)) ;;
    *) other=$((other + 1)) ;;
    esac
  done < <(tail -n +2 "$run_dir/table")
}

headline() {
  local rows gaps late
  IFS=$SEPARATOR read -r rows gaps late <"$run_dir/table"
  count_verdicts
  printf '%s up, %s down, %s unknown; %s rows, %s gaps, lateness p99 %s ms' \
    "$up" "$down" "$other" "$rows" "$gaps" "$late"
}

# Every line ends with "clear to its end", the last one with "clear below": no flicker.
draw_table() { # REMARK SHARING
  local room shown=0 name verdict code latency age reason message text clear=$'\033[K'
  room=$(($(terminal_lines) - 6))
  printf '\033[H%svedette quickstart%s  %s%s\n' "$bold" "$plain" "$(headline)" "$clear"
  printf '%s%s%s%s\n%s%s\n' "$dim" "$1" "$plain" "$clear" "$2" "$clear"
  printf '%s%-23s %-8s %4s %10s %10s  %s%s%s\n' "$bold" TARGET VERDICT CODE LATENCY 'LAST SEEN' \
    REASON "$plain" "$clear"
  while IFS=$SEPARATOR read -r name verdict code latency age reason message; do
    shown=$((shown + 1))
    [ "$shown" -le "$room" ] || continue
    [ "$latency" = - ] || latency="$latency ms"
    [ "$age" = - ] || age="$age s ago"
    text=$reason
    [ -z "$message" ] || text="$reason: $message"
    printf '%-23s %s%-8s%s %4s %10s %10s  %s%s\n' "$name" "$(colour_of "$verdict")" "$verdict" \
      "$plain" "$code" "$latency" "$age" "$text" "$clear"
  done < <(tail -n +2 "$run_dir/table")
  [ "$shown" -le "$room" ] ||
    printf '%s… %s more: make the window taller%s%s\n' "$dim" $((shown - room)) "$plain" "$clear"
  printf '\033[J'
}

# A sentence in place of the remark; the table below it stays as it was.
show_trouble() { # SENTENCE
  if [ "$on_screen" = yes ]; then
    printf '\033[2H%s%s%s\033[K' "$red" "$1" "$plain"
  else
    say "$1"
  fi
}

# --- The summary of --for

expectations() {
  awk 'FNR == 1 && NR > 1 { print name "\t" wanted; name = wanted = "" }
       /^  name:/ { name = $2 }
       /^    vedette.dev\/expect:/ { sub(/^[^"]*"/, ""); sub(/".*/, ""); wanted = $0 }
       END { print name "\t" wanted }' "$targets_dir"/*.yaml
}

count_missing() { # ENDED
  query quickstart_table.sql "started=$(timestamp "$started")" "settled=$(timestamp "$1")" |
    head -n 1 | cut -d "$SEPARATOR" -f 2
}
nothing_is_missing() { [ "$(count_missing "$1")" = 0 ]; }

# Prints a line per target and a total; false when one of them is not as it should be.
summarise() { # ENDED
  local name stored expected missing late seen fault failed=0
  query quickstart_summary.sql "started=$(timestamp "$started")" "ended=$(timestamp "$1")" \
    "expectations=$(expectations)" >"$run_dir/summary" ||
    { show_tail "$run_dir/psql.log" && die "PostgreSQL could not answer for the summary"; }
  printf '%s%-23s %6s %6s %5s %10s  %s%s\n' "$bold" TARGET ROWS SLOTS GAPS 'LATE P99' SEEN "$plain"
  while IFS=$SEPARATOR read -r name stored expected missing late seen fault; do
    if [ -n "$name" ]; then
      printf '%-23s %6s %6s %5s %10s  %s%s\n' "$name" "$stored" "$expected" "$missing" \
        "$late ms" "$seen" "${fault:+  ${red}$fault$plain}"
      continue
    fi
    failed=$fault
    total="$stored rows for $expected slots, $missing gaps, lateness p99 $late ms"
  done < <(tail -n +2 "$run_dir/summary" && head -n 1 "$run_dir/summary")
  if [ "$failed" = 0 ]; then
    printf '\n%severy target has its rows and what was expected%s: %s\n' "$green" "$plain" "$total"
  else
    printf '\n%s%s targets are not as expected%s: %s\n' "$red" "$failed" "$plain" "$total"
  fi
  [ "$failed" = 0 ]
}
