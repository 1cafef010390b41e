/**
 * What PID 1 of a container runs in the place of Node, in the words of any POSIX shell: the command that it is given, whose status it
 * ends with. A shell that waits collects every orphan that has ended, which Node cannot: it knows only children of its own.
 *
 * Signals go on to the command. A terminal sends INT and QUIT to the whole foreground itself, and a second INT would force the end.
 * A shell without job control gives /dev/null to what it starts in the background, hence the third descriptor.
 */
export const initScript = `
unset WATCHDOG_INIT
signals='HUP TERM USR1 USR2'
if [ -t 0 ]; then trap '' INT QUIT; else signals="$signals INT QUIT"; fi
exec 3<&0
"$@" <&3 3<&- &
child=$!
exec 3<&-
for signal in $signals; do trap "kill -$signal $child 2>/dev/null" "$signal"; done
while wait "$child"; status=$?; kill -0 "$child" 2>/dev/null; do :; done
exit "$status"
`;
