# shellcheck shell=bash
# Kafka's jars from Maven Central, the JVM that runs them, and an archive of their
# classes that halves the time to start. Sourced by hack/kafka, whose variables
# `version` and `format_command` it reads.
# shellcheck disable=SC2154

kafka_home() { echo "$VEDETTE_CACHE/kafka/$version"; }

# Debian's own runtime where it is installed: it is what install-deps brings, and
# other JDKs on the machine may be too old or trust other certificates.
find_java() {
  local java=/usr/lib/jvm/default-java/bin/java
  [ -x "$java" ] || java=$(command -v java) || die "there is no java: run hack/install-deps test"
  readlink -f "$java"
}

# run_java FLAG… MAIN ARGUMENT…: becomes the JVM. The serial collector and the
# first compiler only: that starts faster, and a test's broker needs no more.
run_java() {
  exec "$(find_java)" -Xms64m "-Xmx${VEDETTE_KAFKA_HEAP:-256m}" -XX:+UseSerialGC \
    -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Djava.awt.headless=true \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -Dorg.slf4j.simpleLogger.showDateTime=true \
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS" \
    -cp "$(printf '%s:' "$(kafka_home)"/lib/*.jar)" "$@"
}

# An archive fits one build of the JVM only; its name carries that build's checksum.
archive_of() { # format|broker
  local release
  release=$(dirname "$(dirname "$(find_java)")")/release
  echo "$(kafka_home)/$1-$(cksum <"$release" | cut -d' ' -f1).jsa"
}

# The flags to start with an archive, one a line; none when there is no archive.
archive_flags() { # format|broker
  local archive
  archive=$(archive_of "$1")
  [ -s "$archive" ] || return 0
  printf '%s\n' "-XX:SharedArchiveFile=$archive" -Xlog:cds=off -Xlog:class+path=off
}

# Downloads and archives, once for all scripts of this user that start at a time.
fetch() {
  [ -e "$(archive_of broker)" ] && return
  (
    mkdir -p "$VEDETTE_CACHE/kafka"
    exec 8>"$VEDETTE_CACHE/kafka/lock"
    flock 8
    [ -d "$(kafka_home)/lib" ] || download
    [ -e "$(archive_of broker)" ] || make_archives
  )
}

# Into a folder beside, then renamed: a killed download leaves nothing half done.
# Maven's repository is of no use afterwards and goes.
download() {
  local partial
  need mvn test
  say "downloading Apache Kafka $version from Maven Central (about 45 MB) …"
  partial=$(mktemp -d "$VEDETTE_CACHE/kafka/partial.XXXXXX")
  cp "$VEDETTE_ROOT/hack/lib/kafka/pom.xml" "$partial"
  if ! (
    cd "$partial"
    JAVA_HOME=$(dirname "$(dirname "$(find_java)")") mvn -B -ntp -q -Dstyle.color=never \
      "-Dkafka.version=$version" "-Dmaven.repo.local=$partial/repository" \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
      -DincludeScope=runtime "-DoutputDirectory=$partial/jars"
  ) >"$partial/log" 2>&1 8>&-; then
    show_tail "$partial/log"
    rm -rf "$partial"
    die "Maven could not fetch Kafka $version; does this machine reach Maven Central?"
  fi
  mkdir -p "$(kafka_home)"
  mv "$partial/jars" "$(kafka_home)/lib"
  rm -rf "$partial"
}

# One broker's life, recorded. An empty archive says that this JVM makes none.
make_archives() {
  local trial
  say "preparing Kafka $version for quick starts …"
  trial=$(mktemp -d)
  if ! (record_life "$trial") >"$trial/log" 2>&1 8>&-; then
    show_tail "$trial/log" 5
    say "no quick starts with this Java; going on without"
    : >"$(archive_of broker)"
  fi
  rm -rf "$trial"
}

record_life() { # DIR: chained by &&, as strict mode does not reach into a condition
  local pid
  prepare "$1" 0 &&
    (run_java "-XX:ArchiveClassesAtExit=$1/format.jsa" "${format_command[@]}") &&
    { run_java "-XX:ArchiveClassesAtExit=$1/broker.jsa" kafka.Kafka "$1/server.properties" & } &&
    pid=$! &&
    wait_until 60 answers "$(address "$1" plain)" &&
    kill "$pid" &&
    { wait "$pid" || [ $? = 143 ]; } &&
    mv "$1/format.jsa" "$(archive_of format)" &&
    mv "$1/broker.jsa" "$(archive_of broker)"
}
