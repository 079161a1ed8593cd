# Runs one attempt's command and leaves its exit status in a file, whether or not a launcher is there to see it.
# Usage: sh attempt.sh CLAIM EXIT BEGUN PROGRAM [ARGUMENT...], as the leader of a session of its own.
# Everything here is built into the shell: no process is started but the command.
_freshet_claim=$1 _freshet_exit=$2 _freshet_begun=$3
shift 3
read -r _freshet_boot </proc/sys/kernel/random/boot_id
read -r _freshet_stat </proc/self/stat

# Who creates the claim runs the command; a second one, or one whose launcher gave it up, does not.
set -C
echo "$_freshet_begun $_freshet_boot $_freshet_stat" 2>/dev/null >"$_freshet_claim" || exit 125
set +C

# Signals to the group are for the command; it does not inherit these.
trap : HUP INT QUIT TERM USR1 USR2

# What this shell has to say of how the command died is not part of its output.
exec 9>&2 2>/dev/null
(exec "$@" 2>&9 9>&-)
_freshet_status=$?

{
  echo "$_freshet_status"
  times
} >"$_freshet_exit"

# What the command left behind ends with it.
kill -9 0
