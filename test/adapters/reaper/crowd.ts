/** The kinds of descendants that `crowdCommand` starts. */
export const crowd = [
  'child',
  'grandchild',
  'stopped',
  'nohup',
  'setsid',
  'doublefork',
  'stubborn',
  'stubborn-setsid',
  'wiped',
] as const;

/** A command whose descendants try all ways to survive; each prints `pid KIND NUMBER`. */
export const crowdCommand = `
echo pid child $$
sleep 600 & echo pid grandchild $!
sleep 600 & kill -STOP $!; echo pid stopped $!
nohup sleep 600 >/dev/null 2>&1 & echo pid nohup $!
setsid sleep 600 >/dev/null 2>&1 & echo pid setsid $!
setsid sh -c 'sleep 600 >/dev/null 2>&1 & echo pid doublefork $!'
(trap "" TERM HUP INT; exec sleep 600) & echo pid stubborn $!
(trap "" TERM HUP INT; exec setsid sleep 600 >/dev/null 2>&1) & echo pid stubborn-setsid $!
env -i setsid sleep 600 >/dev/null 2>&1 & echo pid wiped $!
wait`;

/** A daemon that leaves the group of what started it. */
export const daemonCommand = `
setsid sh -c 'echo pid daemon $$; exec sleep 600 >/dev/null 2>&1' &
echo pid starter $$
exec sleep 600`;
