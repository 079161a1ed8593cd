#!/bin/sh
# Makes a base image for Freshet's images without a registry and without a container engine: Debian's essential packages, and a JDK.
#
#   deploy/kubernetes/base-image.sh <output.tar> [suite]
#
# Needs mmdebstrap, and JAVA_HOME: the JDK that builds is the JDK that runs, as the ahead-of-time caches want it. For the same bytes
# again, set SOURCE_DATE_EPOCH and name a snapshot as mirror in the environment variable MIRROR.
set -eu

[ $# -ge 1 ] || {
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
: "${JAVA_HOME:?set JAVA_HOME to a JDK 25}"
output=$(readlink -f -- "$(dirname -- "$1")")/$(basename -- "$1")
suite=${2:-bookworm}
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-1}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fixed="--sort=name --numeric-owner --owner=0 --group=0 --mtime=@$SOURCE_DATE_EPOCH --format=gnu"
digest() { sha256sum "$1" | cut -d' ' -f1; }

cd "$work"
mkdir 1 2 jdk
mmdebstrap --quiet --variant=essential --include=ca-certificates,libstdc++6,tzdata "$suite" 1/layer.tar ${MIRROR:+"$MIRROR"}
cp -RL "$JAVA_HOME" jdk/java
rm -rf jdk/java/jmods jdk/java/lib/src.zip jdk/java/man
# shellcheck disable=SC2086 # the options are words
tar $fixed --directory=jdk --transform='s,^\./,opt/,' --create --file=2/layer.tar ./java

cat >config.json <<EOF
{"architecture":"$(dpkg --print-architecture)","os":"linux","created":"1970-01-01T00:00:01Z",
"config":{"Env":["PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","JAVA_HOME=/opt/java","LANG=C.UTF-8"]},
"rootfs":{"type":"layers","diff_ids":["sha256:$(digest 1/layer.tar)","sha256:$(digest 2/layer.tar)"]},
"history":[{"created":"1970-01-01T00:00:01Z"},{"created":"1970-01-01T00:00:01Z"}]}
EOF
printf '[{"Config":"config.json","RepoTags":["freshet-base:%s"],"Layers":["1/layer.tar","2/layer.tar"]}]\n' "$suite" >manifest.json
# shellcheck disable=SC2086
tar $fixed --create --file="$output" manifest.json config.json 1/layer.tar 2/layer.tar
