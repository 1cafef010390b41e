// The marks that tell what a run has started, and for what. Each is one word without blanks and slashes, since children carry it in
// their environments, and control groups and the journal have it too.

const ofProcess = 'process:';
const ofStop = 'stop:';
const ofCheck = 'check:';

/** The mark of a process, the same for all of its generations. */
export function processMark(name: string): string {
  return `${ofProcess}${encodeURIComponent(name)}`;
}

/** The mark of the command that stops a process. */
export function stopMark(name: string): string {
  return `${ofStop}${processMark(name)}`;
}

/** The mark of a hook of a process. @param from whose hook it is: that of the process, or of all */
export function hookMark(name: string, event: string, from: string): string {
  return `hook:${event}:${from}:${processMark(name)}`;
}

/** The mark of a check that runs a program. @param count how many were before it */
export function checkMark(count: number): string {
  return `${ofCheck}${count}`;
}

/** The process that was started with a mark; undefined for a check, a hook or a stop command. */
export function processOfMark(mark: string): string | undefined {
  return mark.startsWith(ofProcess) ? nameAtEnd(mark) : undefined;
}

/** The process that the command of a mark stops; undefined where it is of something else. */
export function stoppedByMark(mark: string): string | undefined {
  return mark.startsWith(ofStop) ? nameAtEnd(mark) : undefined;
}

/** What a child with a mark is called: by the process that it is of, or was started for. */
export function nameOfMark(mark: string): string {
  return mark.startsWith(ofCheck) ? 'a health check' : nameAtEnd(mark);
}

function nameAtEnd(mark: string): string {
  return decodeURIComponent(mark.slice(mark.lastIndexOf(':') + 1));
}
