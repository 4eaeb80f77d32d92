# shellcheck shell=bash
# The server that hack/bench probe probes, and the peers that probe it too. Source it behind
# stage.sh; the functions want its folder open.
# Sets: http_port, https_port, and the pids blackbox and telegraf.
# shellcheck disable=SC2034,SC2154

http_port=
https_port=
blackbox_port=

start_nginx() {
  reserve_port http_port
  reserve_port https_port
  "$VEDETTE_ROOT/hack/lib/certs" "$run/certs"
  mkdir "$run/pages" "$run/nginx"
  { head -c 10200 /dev/zero | tr '\0' x && echo 'Service OK, build 4711'; } >"$run/pages/page"
  cat >"$run/nginx.conf" <<EOF
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid $run/nginx/pid;
events { worker_connections 8192; }
http {
  log_format probe '\$status \$scheme \$ssl_protocol \$ssl_session_reused';
  access_log $run/nginx/access.log probe;
  client_body_temp_path $run/nginx/body; proxy_temp_path $run/nginx/proxy;
  fastcgi_temp_path $run/nginx/fastcgi; uwsgi_temp_path $run/nginx/uwsgi; scgi_temp_path $run/nginx/scgi;
  ssl_certificate $run/certs/server.crt;
  ssl_certificate_key $run/certs/server.key;
  ssl_protocols TLSv1.3;
  ssl_ecdh_curve X25519:prime256v1;
  ssl_session_cache off;
  ssl_session_tickets off;
  server {
    listen 127.0.0.1:$http_port backlog=4096;
    listen 127.0.0.1:$https_port ssl backlog=4096;
    root $run/pages;
  }
}
EOF
  launch nginx nginx -e "$run/nginx/error.log" -c "$run/nginx.conf"
  wait_until 10 port_is_open "$https_port" || die "nginx does not start: $run/nginx.log"
}

start_blackbox() {
  reserve_port blackbox_port
  cat >"$run/blackbox.yml" <<EOF
modules:
  page:
    prober: http
    timeout: 5s
    http:
      preferred_ip_protocol: ip4
      fail_if_body_not_matches_regexp: ['Service OK, build \d+']
EOF
  launch blackbox env SSL_CERT_FILE="$run/certs/ca.crt" prometheus-blackbox-exporter \
    --config.file "$run/blackbox.yml" --web.listen-address "127.0.0.1:$blackbox_port" \
    --log.level=error
  blackbox=$started
  wait_until 10 port_is_open "$blackbox_port" || die "blackbox_exporter does not start"
}

# As many inputs as the prober has targets, spread over the interval. An input that asks for several
# pages asks for one after the other, so each has one. Past 98 % of the interval Telegraf skips.
start_telegraf() { # WORKLOAD COUNT INTERVAL_S
  local program
  program=$("$VEDETTE_ROOT/hack/lib/bench/telegraf")
  telegraf_config "$@" >"$run/telegraf.conf"
  telegraf_config "$1" 1 "$3" >"$run/telegraf-one.conf"
  "$program" --test --config "$run/telegraf-one.conf" >"$run/telegraf-one.log" 2>&1 || true
  grep -q 'response_string_match=1i' "$run/telegraf-one.log" || {
    show_tail "$run/telegraf-one.log"
    die "Telegraf does not find the page ($1)"
  }
  launch telegraf "$program" --config "$run/telegraf.conf"
  telegraf=$started
}

telegraf_config() { # WORKLOAD COUNT INTERVAL_S
  cat <<EOF
[agent]
  interval = "$3s"
  round_interval = false
  flush_interval = "$3s"
  metric_buffer_limit = 20000
  omit_hostname = true
  quiet = true
[[outputs.discard]]
EOF
  awk -v count="$2" -v span="$(($3 * 980))" -v url="$(url_of "$1")" -v ca="$run/certs/ca.crt" '
    BEGIN {
      for (i = 0; i < count; ++i) {
        print "[[inputs.http_response]]"
        printf "  urls = [\"%s?n=%d\"]\n", url, i
        printf "  collection_offset = \"%dms\"\n", span * i / count
        print "  response_timeout = \"5s\""
        print "  response_string_match = \047Service OK, build \\d+\047"
        if (url ~ /^https/) printf "  tls_ca = \"%s\"\n", ca
      }
    }'
}
