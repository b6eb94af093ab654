#!/usr/bin/env bash
# KAFKA_SOME_NAME is the broker's setting some.name, __ is _ in it, ___ is -; CLUSTER_ID names the cluster: as the public image takes them.
set -euo pipefail
properties=/tmp/server.properties
env | grep '^KAFKA_' | grep -v '^KAFKA_\(HEAP_OPTS\|OPTS\|LOG4J\)' | while IFS='=' read -r name value; do
  name=${name#KAFKA_}
  name=${name,,}
  name=${name//_/.}
  name=${name//.../-}
  echo "${name//../_}=$value"
done > "$properties"
run() { java ${KAFKA_HEAP_OPTS:--Xmx512m} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '/opt/kafka/libs/*' "$@"; }
run kafka.tools.StorageTool format --ignore-formatted --cluster-id "$CLUSTER_ID" --config "$properties"
exec java ${KAFKA_HEAP_OPTS:--Xmx512m} -cp '/opt/kafka/libs/*' kafka.Kafka "$properties"
