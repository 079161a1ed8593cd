# Writes down how many of these run at once, and goes on when it is let go.
set -eu
cd '@scratch@'
: > "active/$FRESHET_PARTITION_NAME"
ls active | wc -l >> together
while [ ! -e "release/$FRESHET_PARTITION_NAME" ]; do sleep 0.02; done
rm "active/$FRESHET_PARTITION_NAME"
cp "$FRESHET_IN_PARTS"/*.txt "$FRESHET_OUT_PARTED"/
