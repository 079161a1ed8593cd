# Runs one attempt's command and leaves its exit status in a file, whether or not a launcher is there to see it.
# Usage: sh attempt.sh CLAIM EXIT BEGUN (own|other) (first|alone|shared) [PROGRAM-THAT-SWITCHES ARGUMENT... --] PROGRAM [ARGUMENT...] <ENVIRONMENT
# as the leader of a session of its own. ENVIRONMENT is a script that sets the command's variables and becomes the command; nothing reads it
# before the identity is the command's own: "own" if that is ours already, "other" if a program switches first and then reads it.
# Everything here is built into the shell, except for what shows a PID namespace in /proc.
_freshet_claim=$1 _freshet_exit=$2 _freshet_begun=$3 _freshet_identity=$4 _freshet_space=$5
shift 5
read -r _freshet_boot </proc/sys/kernel/random/boot_id
read -r _freshet_stat </proc/self/stat

# Who creates the claim runs the command; a second one, or one whose launcher gave it up, does not.
set -C
echo "$_freshet_begun $_freshet_boot $_freshet_stat" 2>/dev/null >"$_freshet_claim" || exit 125
set +C

# Signals to the group are for the command; it does not inherit these.
trap : HUP INT QUIT TERM USR1 USR2

# What these shells have to say of how the command died is not part of its output.
exec 9>&2 2>/dev/null

_freshet_run() {
  if [ "$_freshet_identity" = own ]; then
    (. /proc/self/fd/0) 2>&9 9>&-
  else
    (exec "$@") 2>&9 9>&-
  fi
}

# With "first" this shell is the first process of a PID namespace, with "alone" the next one is. Whatever lives in the namespace ends before
# the end of its first process is seen. Numbers of processes mean something else there, so the command gets a /proc of its own, in which
# nobody else's processes are: with "first" from a program before it, with "alone" here.
if [ "$_freshet_space" = alone ]; then
  (
    trap : HUP INT QUIT TERM USR1 USR2
    mount -t proc proc /proc || exit 126
    _freshet_run "$@"
    exit $?
  )
else
  _freshet_run "$@"
fi
_freshet_status=$?

{
  echo "$_freshet_status"
  times
} >"$_freshet_exit"

# Whoever receives 0 from the kernel knows that we came as far as this, and were not killed by what we started.
[ "$_freshet_space" = shared ] || exit 0

# What the command left in its group ends with it; the launcher searches for the rest.
kill -9 0
