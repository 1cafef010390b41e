import { markerPattern } from '../proc/marker.js';

/**
 * How the reaper finds what it ends, as functions of any POSIX shell (dash, busybox, bash 3.2). They want $run, the run's id; $source,
 * the folder in which the system shows its processes, or `ps`; $trees; $folder; and $members, $found and $signal from the scan before.
 *
 * A row of the process table is one word ` PID:START:PARENT:GROUP`, so ` PID:START:` names one process for good: a number that
 * was given out again is another word. The rule of membership is that of `membersByTree`; a test holds the two together.
 */
export const scanScript = `
# Zombies are left out; the name stands in parentheses and may hold any character. A line that does not end in numbers was broken by
# a line feed in a name.
table() {
  if [ "$source" != ps ]; then
    cat $stats 2>/dev/null |
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
    while read -r member; do echo "$source/$member/environ"; done <"$list"
  done 2>/dev/null
}

# The grep of busybox does not know -z.
printf x | grep -qz x 2>/dev/null && zeros=yes || zeros=

marked() {
  if [ "$zeros" ]; then
    grep -lsz "${markerPattern('$run')}" $environments
    return 0
  fi
  for environment in $environments; do
    { tr '\\0' '\\n' <"$environment" | grep -q "${markerPattern('$run')}"; } 2>/dev/null && echo "$environment"
  done
}

split() {
  IFS=:
  set -- $1
  unset IFS
  pid=$1 start=$2 parent=$3 group=$4
}

# Puts the number that the system gave last into $newest; none where it does not report it.
read_newest() {
  { read -r one five fifteen running newest <"$source/loadavg"; } 2>/dev/null || newest=
}

# Puts the paths of all processes into $stats and $environments, or of those whose numbers were given after $1, and the last number of
# them into $before, which is at least $2. The numbers begin again after the highest; then only those up to $2 are sure to be new.
list() {
  stats= environments=
  before=$2
  for each in "$source"/[0-9]*; do
    if [ "$1" ]; then
      pid=\${each#"$source"/}
      if [ "$1" -le "$2" ]; then
        [ "$pid" -gt "$1" ] || continue
        [ "$pid" -le "$before" ] || before=$pid
      else
        [ "$pid" -gt "$1" ] || [ "$pid" -le "$2" ] || continue
      fi
    fi
    stats="$stats $each/stat" environments="$environments $each/environ"
  done
}

# Reads the process table into $rows, and into $marks what carries the run's marker or lives in its control groups. What forks and exits
# meanwhile is read until nothing is new, and signalled where it is met: a moment later it is another process.
read_all() {
  marks=" $(echo $(grouped)) "
  if [ "$source" = ps ]; then
    rows=" $(echo $(table)) "
    return
  fi
  read_newest
  list '' "$newest"
  rows=' ' rounds=0 met=
  # What is new to the last may always be such another: where nothing was found there are more rounds, which cost little.
  while [ "$stats" ] && { [ "$rounds" -lt 8 ] || { [ -z "$met" ] && [ "$rounds" -lt 24 ]; }; }; do
    fresh=$(echo $(marked))
    marks="$marks$fresh " met=$met$fresh
    # Who has no marker and came just now belongs to somebody who is in the first list, or to nobody.
    [ "$rounds" -gt 0 ] && [ -z "$fresh" ] || rows="$rows$(echo $(table)) "
    if [ "$signal" ] && [ "$rounds" -gt 0 ]; then
      for each in $fresh; do
        each=\${each#"$source"/}
        kill -"$signal" "\${each%/environ}" 2>/dev/null
      done
    fi
    rounds=$((rounds + 1))
    read_newest
    [ "$before" ] && [ "$newest" ] || break
    list "$before" "$newest"
  done
}

# Finds what is left: in $members all that is ended one by one, in $groups all that is ended as a group, $bystanders included.
scan() {
  read_all
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
      *" $group "* | *" $pid:$start: "* | *" $source/$pid/environ "*) members="$members$pid:$start: " ;;
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
`;

/**
 * What the reaper runs. It is given the run's id and the source.
 *
 * On its standard input it receives `+ PID:START:SCOPE` for every tree that began, `- PID:START:SCOPE` for every tree that is gone,
 * `in FOLDER` for the folder of the run's control groups where it has one, and `quit`. The end of the input without `quit` means that
 * the watchdog is dead: then it ends every tree that is left, with whatever carries the run's marker and all descendants, and itself.
 * It prints the pid of everything that it found.
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
${scanScript}
send() {
  [ "$1" = CONT ] || signal=$1
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

# Puts the time into $at, in hundredths of a second, without a process of its own. Where there is no clock, scans are counted.
now() {
  if [ "$source" != ps ] && { read -r up idle <"$source/uptime"; } 2>/dev/null; then
    at=$((\${up%.*} * 100 + 1\${up#*.} - 100))
  elif [ "$SECONDS" ]; then
    at=$((SECONDS * 100))
  else
    at=$((scans * 12))
  fi
}

# Whether anything lives in the control groups of the run.
populated() {
  [ "$folder" ] && cat "$folder"/*/cgroup.events 2>/dev/null | grep -q '^populated 1'
}

# One scan can miss what forks, leaves its session and exits again and again: nothing is left when several in a row find nothing.
# SIGKILL follows two seconds after SIGTERM. After five all has been tried, but on a busy machine they may pass within a few scans.
members=' ' found=' ' signal= scans=0 kills=0 waited=0 empty=0 began=
while
  scan
  case $members$bystanders$marks in *[0-9]*) any=yes ;; *) any= ;; esac
  if [ -z "$any" ] && ! populated; then empty=$((empty + 1)); else empty=0; fi
  [ "$empty" -lt 3 ] && { [ "$waited" -lt 500 ] || [ "$kills" -lt 30 ]; }
do
  scans=$((scans + 1))
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
  sleep 0.1 2>/dev/null || { sleep 1 && scans=$((scans + 9)); }
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
