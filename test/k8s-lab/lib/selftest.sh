# Tries the lab on a small application. Each check is one row of the table.

ROWS=() FAILED=0

check() { # what, command...: runs it, and keeps what it says on its last line
  local what=$1 before=$EPOCHREALTIME said result=ok; shift
  said=$("$@" 2>&1) || { result=FAILED; FAILED=$((FAILED + 1)); }
  ROWS+=("$(printf '%-6s %6.1f s  %-44s %s' "$result" "$(seconds_since "$before")" "$what" "$(tail -n 1 <<<"$said")")")
  say "${ROWS[-1]}"
  [ "$result" = ok ] || printf '%s\n' "$said" >&2
}
seconds_since() { LC_ALL=C awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'; }

k() { in_network kubectl --namespace sample "$@"; }
ask() { in_network curl --silent --show-error --fail --max-time 5 "$@"; }
expect() { local said; said=$("${@:2}") && grep -q "$1" <<<"$said" && tail -n 1 <<<"$said"; }
patiently() { # seconds, command...
  local end=$((SECONDS + $1)); shift
  until "$@"; do [ $SECONDS -lt $end ] || return 1; sleep 0.5; done
}

selftest() {
  command -v node >/dev/null && command -v curl >/dev/null || die "the self test needs node and curl"
  [ -z "$(lab_pid || true)" ] || die "a lab is up; take it down first"
  trap 'down' EXIT
  check "build" "$HERE/lab" build
  check "up: a ready node and DNS" "$HERE/lab" up
  lab_environment
  check "two images made from this machine's Node" make_sample_images
  check "lab load" "$HERE/lab" load "$LAB/tmp/sample-1.tar" "$LAB/tmp/sample-2.tar"
  check "apply the sample, 2 replicas ready" roll_out
  check "Service by name from lab exec" expect '"version":"1"' ask http://web.sample/
  check "Service by ClusterIP" expect version cluster_ip
  check "Service by NodePort" expect version ask "http://$NODE_IP:30080/"
  check "ConfigMap and Secret in the pod" expect '你好","secret":14' ask http://web.sample/
  check "DNS from a pod: Service, other namespace" expect secret pod_asks store-0 http://web.sample.svc.cluster.local/
  check "DNS from a pod: headless, by pod name" expect starts pod_asks deploy/web http://store-0.store:8080/
  check "a pod reaches itself through its Service" expect starts pod_asks store-0 http://store:8080/
  check "DNS: a name of the outside is refused at once" unknown_name
  check "Job done" job_done
  check "StatefulSet's volume outlives its pod" volume_outlives_pod
  check "network policy lets the chosen pods through" policy_lets_through
  check "network policy refuses others" policy_refuses
  check "logs" expect version k logs job/visit
  check "metrics (kubectl top)" patiently 60 expect store-0 k top pods
  check "autoscaler adds a replica under load" autoscale
  check "rolling update under requests" rolling_update
  check "a release that cannot start does not harm" stuck_release
  check "root is refused by Pod Security" root_is_refused
  check "drain is held by the budget" drain_is_held
  check "namespace and volume deleted" deleted
  check "status: nothing ended" all_run
  check "down" "$HERE/lab" down
  check "nothing left behind" nothing_left
  trap - EXIT
  rm -rf "$LAB/tmp"
  printf '%s\n' "${ROWS[@]}" | cut -c1-150
  say "$((${#ROWS[@]} - FAILED)) of ${#ROWS[@]} passed in $SECONDS s"
  [ "$FAILED" = 0 ]
}

make_sample_images() {
  local folder node library version
  folder=$LAB/tmp/sample
  node=$(readlink -f "$(command -v node)")
  rm -rf "$folder"; mkdir -p "$folder"/{app,usr/local/bin,tmp}
  cp "$node" "$folder/usr/local/bin/node"
  ldd "$node" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$folder$(dirname "$library")"; cp -L "$library" "$folder$library"
  done
  cp "$HERE/sample/app.mjs" "$folder/app/"
  for version in 1 2; do
    make_image "$LAB/tmp/sample-$version.tar" "lab.local/sample:$version" "$folder" 1000:1000 \
      '["/usr/local/bin/node", "/app/app.mjs"]' "[\"VERSION=$version\"]"
  done
  rm -rf "$folder"
  du -h "$LAB/tmp/sample-1.tar" | cut -f1
}

roll_out() {
  in_network kubectl apply -f "$HERE/sample/app.yaml" && k rollout status deploy/web --timeout 90s &&
    k rollout status statefulset/store --timeout 90s && k get deploy web --no-headers
}

cluster_ip() { ask "http://$(k get service web -o jsonpath='{.spec.clusterIP}')/"; }
pod_asks() { k exec "$1" -- /usr/local/bin/node /app/app.mjs "$2"; }

unknown_name() {
  local before=$EPOCHREALTIME
  refused store-0 http://example.com/ || return 1
  seconds_since "$before"
}

job_done() { k apply -f "$HERE/sample/job.yaml" && k wait --for condition=complete job/visit --timeout 30s; }

volume_outlives_pod() {
  k delete pod store-0 && k rollout status statefulset/store --timeout 60s &&
    expect '"starts":2' ask http://store-0.store.sample:8080/
}

policy_lets_through() {
  k apply -f "$HERE/sample/policy.yaml"
  k scale statefulset store --replicas 2 && k rollout status statefulset/store --timeout 60s
  expect starts pod_asks deploy/web http://store-0.store:8080/
}

policy_refuses() {
  local first other
  read -r first other < <(k get pods -l app=web -o jsonpath='{.items[0].metadata.name} {.items[1].status.podIP}')
  patiently 10 refused store-1 http://store-0.store:8080/ && refused "$first" "http://$other:8080/" || return 1
  k delete -f "$HERE/sample/policy.yaml" && patiently 10 pod_asks store-1 http://store-0.store:8080/ &&
    pod_asks "$first" "http://$other:8080/" && k scale statefulset store --replicas 1 &&
    echo "refused with the policies, answered without"
}
refused() { ! pod_asks "$@"; }

autoscale() {
  k autoscale deployment web --cpu 50% --min 2 --max 3
  requests http://web.sample/burn "$RUN/autoscale" & local load=$!
  patiently 120 expect 3 k get deploy web -o jsonpath='{.status.replicas}' || { touch "$RUN/autoscale.stop"; return 1; }
  touch "$RUN/autoscale.stop"; wait "$load"
  k delete hpa web && k scale deploy web --replicas 2 && k rollout status deploy/web --timeout 60s && echo "from 2 to 3"
}

requests() { # address, where to count: asks again and again until FILE.stop exists
  in_network bash -c '
    ok=0 bad=0
    while [ ! -e "$1.stop" ]; do
      if curl --silent --fail --max-time 3 --output "$1.last" "$0"; then
        ok=$((ok + 1)); grep -o "\"version\":\"[^\"]*\"" "$1.last" >>"$1.versions" || true
      else bad=$((bad + 1)); fi
    done
    echo "$ok answered, $bad failed" >"$1"' "$1" "$2"
}

rolling_update() {
  requests http://web.sample/ "$RUN/update" & local load=$!
  sleep 2
  k set image deploy/web web=lab.local/sample:2 && k rollout status deploy/web --timeout 120s
  sleep 4
  touch "$RUN/update.stop"; wait "$load"
  echo "$(<"$RUN/update"); $(sort "$RUN/update.versions" | uniq -c | tr -s ' \n' ' ')"
  grep -q ' 0 failed' "$RUN/update" && expect '"version":"2"' ask http://web.sample/ >/dev/null
}

stuck_release() {
  k set image deploy/web web=lab.local/sample:not-there
  ! k rollout status deploy/web --timeout 8s || return 1
  expect '"version":"2"' ask http://web.sample/ && k rollout undo deploy/web && k rollout status deploy/web --timeout 60s
}

root_is_refused() {
  ! k run root --image lab.local/sample:1 >"$RUN/refusal" 2>&1 && grep -o 'violates PodSecurity "[^"]*"' "$RUN/refusal"
}

drain_is_held() {
  ! in_network kubectl drain "$NODE" --ignore-daemonsets --delete-emptydir-data --timeout 15s || return 1
  expect '"version":"2"' ask http://web.sample/ || return 1
  in_network kubectl uncordon "$NODE" && k rollout status deploy/web --timeout 60s &&
    k rollout status statefulset/store --timeout 60s && echo "the last pod stayed and answered"
}

deleted() {
  in_network kubectl delete namespace sample --timeout 90s && patiently 20 no_volumes
}
all_run() { "$HERE/lab" status >"$RUN/status" && ! grep ENDED "$RUN/status" && grep -c ' runs$' "$RUN/status"; }
no_volumes() { [ -z "$(ls "$RUN/volumes")" ]; }

nothing_left() {
  ! compgen -G "/sys/fs/cgroup/*/$CGROUP" && [ ! -e "$RUN" ] && ! grep -F "$LAB" /proc/mounts && echo "no cgroup, mount or file"
}
