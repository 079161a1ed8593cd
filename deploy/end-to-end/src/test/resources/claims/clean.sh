file=$FRESHET_PARTITION_NAME.txt
case $(cat "$FRESHET_IN_RAW/$file") in
    bad*) exit 3 ;;
    slow*) sleep 100 ;;
esac
grep -v '^#' "$FRESHET_IN_RAW/$file" > "$FRESHET_OUT_CLEANED/$file"
