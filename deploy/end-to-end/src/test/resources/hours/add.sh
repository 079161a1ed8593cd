# Adds up the first lines of all files of the inputs named, and lists the files below the sum.
set -eu
eval "out=\$FRESHET_OUT_$1"
shift
list=$(for name; do
    eval "cd \"\$FRESHET_IN_$name\""
    find . -type f | sed "s|^\.|$name|" | LC_ALL=C sort
done)
sum=0
for file in $list; do
    eval "path=\$FRESHET_IN_${file%%/*}/${file#*/}"
    read -r number < "$path"
    sum=$((sum + number))
done
case $FRESHET_PARTITION_TIME in
    *T*) name=${FRESHET_PARTITION_TIME%T*}/${FRESHET_PARTITION_TIME#*T} ;;
    *) name=$FRESHET_PARTITION_TIME ;;
esac
printf '%s\n' "$sum" $list > "$out/$name.txt"
