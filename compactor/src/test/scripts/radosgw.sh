#!/bin/bash
# A real Ceph gateway on loopback, for tests: one monitor, one object store in memory, one radosgw. No manager, no
# systemd; runs as the calling user, keeps everything in one directory, installs nothing.
#
#   radosgw.sh start DIR    prints "endpoint http://127.0.0.1:PORT" when it serves; three users exist: raw, compact,
#                           guest; their keys are c4n4ryrawkey / c4n4ryrawsecret and so on, which no test may print
#   radosgw.sh kill DIR     kills the radosgw where it stands; what it has stored stays
#   radosgw.sh restart DIR  starts it again, on the same port
#   radosgw.sh stop DIR     stops it and removes DIR
#
# Ports: RGW_PORT (default 17490) and MON_PORT (default 17488). DIR must be short: it holds Unix sockets.
set -euo pipefail

die() {
  echo "radosgw.sh: $*" >&2
  exit 1
}

# Ends the process of a pid file: asks, waits ten seconds, then insists.
end() {
  local file=$1 pid
  [ -f "$file" ] || return 0
  pid=$(cat "$file")
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 50); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  kill -9 "$pid" 2>/dev/null || true
  rm -f "$file"
}

stop() {
  # The gateway first: it hangs on exit when its object store is gone.
  for daemon in radosgw osd mon; do
    end "$DIR/$daemon.pid"
  done
  [ -f "$DIR/ceph.conf" ] && rm -rf "$DIR"
  return 0
}

# Waits until a command succeeds, a fifth of a second between attempts.
await() {
  local what=$1 attempts=$2
  shift 2
  for _ in $(seq "$attempts"); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.2
  done
  tail -n 20 "$DIR"/log/*.out >&2 || true
  stop
  die "$what did not start"
}

listens() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

osd_is_up() {
  ceph osd stat 2>/dev/null | grep -q '1 up'
}

configure() {
  cat >"$CEPH_CONF" <<CONF
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon_host = v2:127.0.0.1:$MON_PORT/0
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
keyring = $DIR/keyring
run_dir = $DIR
log_file = $DIR/log/\$name.log
admin_socket = $DIR/\$name.\$pid.asok
crash_dir = $DIR
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_data = $DIR/mon
mon_data_avail_crit = 1
mon_data_avail_warn = 2
osd_data = $DIR/osd
osd_objectstore = memstore
memstore_device_bytes = 4294967296
osd_max_object_name_len = 256
osd_max_object_namespace_len = 64
osd_op_num_shards = 2
ms_async_op_threads = 2
[osd]
keyring = $DIR/keyring
[client.rgw]
keyring = $DIR/keyring
rgw_data = $DIR/rgw
rgw_frontends = beast endpoint=127.0.0.1:$RGW_PORT
rgw_thread_pool_size = 32
rgw_enable_usage_log = false
rgw_enable_ops_log = false
rgw_run_sync_thread = false
CONF
}

restart() {
  radosgw -n client.rgw -f >>"$DIR/log/radosgw.out" 2>&1 </dev/null &
  echo $! >"$DIR/radosgw.pid"
  await "radosgw" 600 listens "$RGW_PORT"
}

start() {
  local command osd_id
  for command in radosgw radosgw-admin ceph-mon ceph-osd ceph ceph-authtool monmaptool; do
    command -v "$command" >/dev/null \
      || die "$command is missing; apt-get install --no-install-recommends radosgw ceph-mon ceph-osd"
  done
  [ ! -e "$DIR/ceph.conf" ] || die "$DIR is in use; stop it first"
  if listens "$RGW_PORT" || listens "$MON_PORT"; then
    die "port $RGW_PORT or $MON_PORT is taken; set RGW_PORT and MON_PORT"
  fi
  mkdir -p "$DIR"/{mon,osd,rgw,log}
  configure

  ceph-authtool --create-keyring "$DIR/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
  ceph-authtool "$DIR/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' >/dev/null
  ceph-authtool "$DIR/keyring" --gen-key -n client.rgw --cap mon 'allow rw' --cap osd 'allow rwx' >/dev/null
  ceph-authtool "$DIR/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' >/dev/null

  monmaptool --create --fsid "$(sed -n 's/^fsid = //p' "$CEPH_CONF")" \
    --addv a "[v2:127.0.0.1:$MON_PORT]" "$DIR/monmap" >/dev/null
  ceph-mon --mkfs -i a --monmap "$DIR/monmap" --keyring "$DIR/keyring" >"$DIR/log/mon.out" 2>&1
  ceph-mon -i a -f >>"$DIR/log/mon.out" 2>&1 </dev/null &
  echo $! >"$DIR/mon.pid"
  await "ceph-mon" 300 timeout 10 ceph -s

  osd_id=$(cat /proc/sys/kernel/random/uuid)
  ceph osd new "$osd_id" >/dev/null
  ceph-osd -i 0 --mkfs --osd-uuid "$osd_id" >"$DIR/log/osd.out" 2>&1
  ceph-osd -i 0 -f >>"$DIR/log/osd.out" 2>&1 </dev/null &
  echo $! >"$DIR/osd.pid"
  await "ceph-osd" 600 osd_is_up

  restart
  for user in raw compact guest; do
    radosgw-admin -n client.rgw user create --uid="$user" --display-name="$user" \
      --access-key="c4n4ry${user}key" --secret-key="c4n4ry${user}secret" >/dev/null
  done
  echo "endpoint http://127.0.0.1:$RGW_PORT"
}

[ $# -eq 2 ] || die "usage: radosgw.sh start|kill|restart|stop DIR"
DIR=$2
RGW_PORT=${RGW_PORT:-17490}
MON_PORT=${MON_PORT:-17488}
export CEPH_CONF=$DIR/ceph.conf
case $1 in
  start) start ;;
  kill) kill -9 "$(cat "$DIR/radosgw.pid")" ;;
  restart)
    restart
    echo "endpoint http://127.0.0.1:$RGW_PORT"
    ;;
  stop) stop ;;
  *) die "usage: radosgw.sh start|kill|restart|stop DIR" ;;
esac
