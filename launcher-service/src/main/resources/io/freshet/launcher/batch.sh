# Works through the attempts of a batch, one after the other, as the first process of a pod's container.
# Usage: sh batch.sh ATTEMPTS POD GRACE [COUNTS...]
#   ATTEMPTS  the directory of all attempts, of which the pod sees its own
#   GRACE     seconds between asking a command to end and ending it
#   COUNTS    files in which the kernel counts what it ended for want of memory; those of control groups if none is named
#
# ATTEMPTS/POD/orders/list           attempts, one a line
# ATTEMPTS/POD/orders/ATTEMPT.sh     runs the command of an attempt; one without it is not for this pod any more
# ATTEMPTS/POD/orders/stop/ATTEMPT   the attempt is to end, or not to begin
# ATTEMPTS/POD/reports               what it reports, as on the standard output: started, skipped and ended, each with seconds since 1970
attempts=$1 pod=$2 grace=$3
shift 3
[ $# -gt 0 ] || set -- /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control
orders=$attempts/$pod/orders
command='' ending=''
session=''
command -v setsid >/dev/null 2>&1 && session=setsid

report() {
  echo "freshet-batch $*" >>"$attempts/$pod/reports"
  echo "freshet-batch $*"
}

now() {
  date -u +%s
}

# SIGNAL PROCESS: to the session of a command, or to the command alone where there is no setsid.
send() {
  kill -s "$1" -- "-$2" 2>/dev/null || kill -s "$1" "$2" 2>/dev/null
}

out_of_memory() {
  for counts in "$@"; do
    if [ -r "$counts" ]; then
      while read -r what count _; do
        [ "$what" = oom_kill ] && echo "$count"
      done <"$counts"
      return
    fi
  done
}

# ATTEMPT PROCESS: once a second, is it to be stopped, or one whose turn has not come?
look() {
  known=' ' left=''
  while sleep 1; do
    if [ -n "$left" ]; then
      left=$((left - 1))
      [ "$left" -gt 0 ] || send KILL "$2"
    fi
    for stop in "$orders/stop/"*; do
      other=${stop##*/}
      case $known in *" $other "*) continue ;; esac
      [ -e "$stop" ] || continue
      known="$known$other "
      if [ "$other" = "$1" ]; then
        left=$grace
        send TERM "$2"
      elif is_waiting "$other" "$1"; then
        report skipped "$other" "$(now)"
      fi
    done
  done
}

# ATTEMPT CURRENT: does it come after the current one?
is_waiting() {
  passed=''
  while read -r listed; do
    [ -z "$passed" ] || [ "$listed" != "$1" ] || return 0
    [ "$listed" != "$2" ] || passed=yes
  done <"$orders/list"
  return 1
}

run() {
  attempt=$1
  shift
  before=$(out_of_memory "$@")
  report started "$attempt" "$(now)"
  $session /bin/sh "$orders/$attempt.sh" </dev/null >>"$attempts/$attempt/log" 2>&1 3<&- &
  command=$!
  [ -z "$ending" ] || send TERM "$command"
  look "$attempt" "$command" 3<&- &
  looking=$!
  while :; do
    wait "$command"
    status=$?
    # A signal to this shell ends the waiting, not the command.
    kill -0 "$command" 2>/dev/null || break
  done
  if [ -n "$ending" ]; then
    # The waiting may have been ended just then; 127 is the answer of a shell that has given the status already.
    wait "$command" 2>/dev/null
    last=$?
    [ "$last" -eq 127 ] || status=$last
  fi
  # Not TERM: a shell that was only just begun may still take that for its parent's, and go on.
  kill -s KILL "$looking" 2>/dev/null
  wait "$looking" 2>/dev/null
  # What the command left behind ends with it: its session, and in a container of our own everything else.
  send KILL "$command"
  [ $$ -ne 1 ] || kill -s KILL -- -1 2>/dev/null
  command=''
  rm -rf "$attempts/$attempt/tmp/"* "$attempts/$attempt/tmp/".[!.]* "$attempts/$attempt/tmp/"..?* 2>/dev/null
  # How a command ended that was ended with the pod, the pod says.
  [ -z "$ending" ] || exit "$status"
  why=''
  [ "$before" = "$(out_of_memory "$@")" ] || [ "$status" -eq 0 ] || why=oom
  report ended "$attempt" "$(now)" "$status" $why
}

trap 'ending=yes; [ -z "$command" ] || send TERM "$command"' TERM INT

while read -r next <&3; do
  [ -z "$ending" ] || exit 143
  [ -r "$orders/$next.sh" ] || continue
  if [ -e "$orders/stop/$next" ]; then
    report skipped "$next" "$(now)"
  else
    run "$next" "$@"
  fi
done 3<"$orders/list"
