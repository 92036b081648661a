# Runs one engine and sees to it that the engine never outlives Tandem.
# usage: sh guard.sh GRACE_SECONDS PID_FILE COMMAND [ARGUMENT...]
# stdin: a pipe Tandem holds open for as long as the engine may run; it closes however Tandem dies.
# fd 3:  the pid of the engine is written here.
grace=$1 pid_file=$2
shift 2
exec 4<&0 </dev/null
"$@" 3>&- 4<&- &
engine=$!
echo "$engine" >"$pid_file"
echo "$engine" >&3
exec 3>&-
(
  # A builtin reads, so that no other process is left behind.
  read -r _ <&4
  kill -TERM "$engine"
  while [ "$grace" -gt 0 ] && kill -0 "$engine"; do
    sleep 1
    grace=$((grace - 1))
  done
  kill -KILL "$engine"
) 2>/dev/null &
watcher=$!
exec 4<&-
wait "$engine"
status=$?
kill "$watcher" 2>/dev/null
rm -f "$pid_file"
exit "$status"
