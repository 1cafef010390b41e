/**
 * What the reaper runs, in the words of any POSIX shell (dash, busybox, bash 3.2). It is given the run's id and where the
 * process table is to be read, `proc` or `ps`.
 *
 * On its standard input it hears `+ PID:START:SCOPE` for every tree that began, `- PID:START:SCOPE` for every tree that is gone,
 * `in FOLDER` for the folder of the run's control groups where it has one, and `quit`. The end of the input without `quit` means that the watchdog is dead: then it ends every tree that is left, with
 * whatever carries the run's marker and all descendants, and itself. It prints the pid of everything that it found.
 *
 * A row of the process table is one word ` PID:START:PARENT:GROUP`, so ` PID:START:` names one process for good: a number that
 * was given out again is another word.
 */
export const reaperScript = `
trap '' HUP INT QUIT TERM PIPE TSTP TTIN TTOU
run=$1 source=$2 trees=' ' folder=

while read -r verb tree; do
  case $verb in
    in) folder=$tree ;;
    +) trees="$trees$tree " ;;
    -) case $trees in *" $tree "*) trees="\${trees%%" $tree "*} \${trees#*" $tree "}" ;; esac ;;
    quit) exit 0 ;;
  esac
done

# Zombies are left out; the name stands in parentheses and may hold any character. A line that does not end in numbers was broken by
# a line feed in a name.
table() {
  if [ "$source" = proc ]; then
    cat /proc/[0-9]*/stat 2>/dev/null |
      sed -n -e ':more' -e '/) [A-Za-z]\\( [-0-9]*\\)\\{20,\\}$/!{ $!{ N' -e 'b more' -e '}' -e '}' -e 's/^\\([0-9]*\\) (.*) [^ZX] \\([0-9]*\\) \\([0-9]*\\)\\( [-0-9]*\\)\\{16\\} \\([0-9]*\\) .*/\\1:\\5:\\2:\\3/p'
  else
    TZ=UTC LC_ALL=C ps -axo pid=,ppid=,pgid=,state=,lstart= | awk '$4 !~ /^Z/ {
      split($8, time, ":"); month = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $6) + 2) / 3
      printf "%d:%d%02d%02d%s%s%s:%d:%d\\n", $1, $9, month, $7, time[1], time[2], time[3], $2, $3 }'
  fi
}

# What lives in the control groups of the run, whatever it did with its environment; a group may have others in it.
grouped() {
  [ "$folder" ] || return 0
  for list in "$folder"/*/cgroup.procs "$folder"/*/*/cgroup.procs "$folder"/*/*/*/cgroup.procs; do
    [ -e "$list" ] || continue
    while read -r member; do echo "/proc/$member/environ"; done <"$list"
  done 2>/dev/null
}

# The grep of busybox does not know -z.
marked() {
  grouped
  [ "$source" = proc ] || return 0
  if printf x | grep -qz x 2>/dev/null; then
    grep -lsz "^WATCHDOG_MARKER=.*$run:" /proc/[0-9]*/environ
    return 0
  fi
  for environment in /proc/[0-9]*/environ; do
    { tr '\\0' '\\n' <"$environment" | grep -q "^WATCHDOG_MARKER=.*$run:"; } 2>/dev/null && echo "$environment"
  done
}

split() {
  IFS=:
  set -- $1
  unset IFS
  pid=$1 start=$2 parent=$3 group=$4
}

# Finds what is left: in $members all that is ended one by one, in $groups all that is ended as a group, $bystanders included.
look() {
  rows=" $(echo $(table)) " marks=" $(echo $(marked)) "
  ours=' ' whole=' '
  for tree in $trees; do
    case $rows in
      *" \${tree%:*}:"*) ;;
      *" \${tree%%:*}:"*) continue ;; # Nobody gets the number of a group that has members, so that group is gone.
    esac
    ours="$ours\${tree%%:*} "
    [ "\${tree##*:}" = group ] || whole="$whole\${tree%%:*} "
  done
  earlier=$members members=' ' bystanders=' ' groups=' '
  for row in $rows; do
    split "$row"
    case $ours in *" $group "*) bystanders="$bystanders$pid:$start: " groups="$groups$group " ;; esac
    case "$whole$earlier$marks" in
      *" $group "* | *" $pid:$start: "* | *" /proc/$pid/environ "*) members="$members$pid:$start: " ;;
    esac
  done
  more=yes
  while [ "$more" ]; do
    more=
    for row in $rows; do
      split "$row"
      case $members in
        *" $pid:$start: "*) ;;
        *" $parent:"*) members="$members$pid:$start: " more=yes ;;
      esac
    done
  done
  for one in $members $bystanders; do
    case $found in *" $one "*) ;; *) found="$found$one " && echo "\${one%%:*}" ;; esac
  done
}

send() {
  signalled=' '
  if [ "$1" = KILL ]; then
    for kill in "$folder"/*/cgroup.kill; do
      [ -e "$kill" ] && echo 1 >"$kill"
    done 2>/dev/null
  fi
  for group in $groups; do
    case $signalled in *" $group "*) continue ;; esac
    signalled="$signalled$group "
    kill -"$1" -"$group" 2>/dev/null
  done
  for row in $rows; do
    split "$row"
    case $signalled in *" $group "*) continue ;; esac
    case $members in *" $pid:$start: "*) kill -"$1" "$pid" 2>/dev/null ;; esac
  done
}

# Puts the time into $at, in hundredths of a second, without a process of its own. Where there is no clock, looks are counted.
now() {
  if [ "$source" = proc ] && { read -r up idle </proc/uptime; } 2>/dev/null; then
    at=$((\${up%.*} * 100 + 1\${up#*.} - 100))
  elif [ "$SECONDS" ]; then
    at=$((SECONDS * 100))
  else
    at=$((looks * 12))
  fi
}

# Whether anything lives in the control groups of the run.
populated() {
  [ "$folder" ] && cat "$folder"/*/cgroup.events 2>/dev/null | grep -q '^populated 1'
}

# One look can miss what forks, leaves its session and exits again and again: nothing is left when several in a row find nothing.
# SIGKILL follows two seconds after SIGTERM. After five all has been tried, but on a busy machine they may pass within a few looks.
members=' ' found=' ' looks=0 kills=0 waited=0 empty=0 began=
while
  look
  if [ "$members$bystanders" = '  ' ] && ! populated; then empty=$((empty + 1)); else empty=0; fi
  [ "$empty" -lt 3 ] && { [ "$waited" -lt 500 ] || [ "$kills" -lt 10 ]; }
do
  looks=$((looks + 1))
  if [ "$empty" -gt 0 ]; then
    [ "$found" = ' ' ] || sleep 0.02 2>/dev/null
    continue
  fi
  if [ -z "$began" ]; then
    send TERM
    send CONT
    now
    began=$at
  elif [ "$waited" -gt 200 ]; then
    send KILL
    kills=$((kills + 1))
  fi
  sleep 0.1 2>/dev/null || { sleep 1 && looks=$((looks + 9)); }
  now
  waited=$((at - began))
done

# Removes the control groups that are empty now, the deepest first.
if [ "$folder" ]; then
  for depth in "$folder"/*/*/*/ "$folder"/*/*/ "$folder"/*/ "$folder"; do
    [ -d "$depth" ] && rmdir "$depth"
  done 2>/dev/null
fi
`;
