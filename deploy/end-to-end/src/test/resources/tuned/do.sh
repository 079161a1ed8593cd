# Ends as the chore says: with a status, or not in time.
set -eu
read -r how < "$FRESHET_IN_CHORES/$FRESHET_PARTITION_NAME.txt"
case $how in
    forever) sleep 600 ;;
    *) exit "$how" ;;
esac
