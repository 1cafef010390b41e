/** What a request takes and what it is answered, in words. */
export interface RouteReference {
  readonly takes: string;
  readonly answers: string;
}

/** Every request that is served, as the documentation lists it; the table in docs/protocol.md is made from it. */
export const routeReference: Readonly<Record<string, RouteReference>> = {
  'GET /v1/status': {
    takes: '`name`, repeatable; `facts=true` for a table or a sentence',
    answers:
      'an array, the same as `status --json`; with `facts` also `facts: {failuresInRow, failuresAllowed, lastFailure, lastRun, isBlocked, circuitThreshold, causeBeside}`; `causeBeside` is `cause` where `reason` does not say it',
  },
  'GET /v1/why': {
    takes: '`name`, once',
    answers:
      '`{status, dependencies: [{name, state, health, reason}], exits: [{code, signal, at, by, action, why, ranMs}], cause, hint, diagnosis: {what, advice, line}, root: {name, state, health, reason, inVain, diagnosis}, errorLines}`; where it waits, `root` is where the chain begins',
  },
  'POST /v1/actions': {
    takes:
      '`{"action": "start", "names": ["api"]}` or `{"action": …, "all": true}`; names may be `@group` or globs; `start stop restart kill kill-restart reset hold-checks resume-checks`; `"reader": "screen"` for a dashboard, which does not wait for dependencies; `"client": "NAME"` for a program, which exits then name in `by`',
    answers:
      '`[{name, ok, text}]`, when all outcomes are there; with `dependents`, what goes on though it depends on what was stopped or killed',
  },
  'GET /v1/wait': {
    takes:
      '`name`, repeatable; `for=healthy`, `running`, `completed` or `stopped`; `fresh=true` asks that they were started after the newest change of what they watch',
    answers: 'the statuses, as soon as the condition holds for all at the same time; give up by closing the connection',
  },
  'GET /v1/logs': {
    takes: '`name`, repeatable; `n`, `since` in milliseconds, `files=true`, `follow=true`',
    answers:
      'stream of `line {name, seq, stream, time, text}`, all that was kept when it began; with `follow` then `live {}` and the lines to come; with `files` first, for each log, `files {name, place}`: where the lines before end in its files, as `{inode, size, own, missing}`: bytes of the file with that inode, without the last `own` lines of each stream, or null',
  },
  'GET /v1/events': {
    takes: '`follow=true`',
    answers: 'stream of `event {seq, at, event, …}`; the other fields are those of the events table',
  },
  'GET /v1/screen': {
    takes: 'nothing',
    answers:
      'stream for a dashboard: `screen {project, pid, now, shuttingDown, names, rows, logs, terminals}` with what changed, `notice {text, name, trouble}`, `problem {text, parts}`; while somebody reads it, processor time and memory are measured',
  },
  'GET /v1/lines': {
    takes: '`name`, once; `from`, `to`: sequence numbers; `masked=true` takes control sequences and secrets out',
    answers: '`[{seq, stream, time, text}]`, as many of them from `from` on as one answer holds',
  },
  'POST /v1/read-logs': {
    takes:
      '`{"names": ["api"], "after": "…", "tail": 100, "limit": 1000, "bytes": 32768, "level": "error", "since": 60000, "grep": "x|y", "text": "any case", "masked": true}`, each may be left out; `after` is `next` of the answer before, an opaque place in every log; without it reading begins with the newest `tail` lines of each log, or all; `level`, `since`, `grep` and `text` choose among the lines from there on, `masked` takes control sequences and secrets out',
    answers:
      '`{lines: [{name, seq, stream, time, text}], missed: [{name, lines}], next, more, startedOver}`: lines by time, each once and with its end; `missed` counts those after the cursor that are gone; a cursor of an earlier watchdog starts over',
  },
  'POST /v1/read-events': {
    takes: '`{"names": ["api"], "after": "…", "limit": 100}`, each may be left out; without `after` the newest',
    answers: '`{events: [{seq, at, event, …}], missed, next, more, startedOver}`',
  },
  'GET /v1/details': {
    takes: '`name`, once',
    answers:
      '`{name, configuration, dependencies, dependents, probes, timeline, ends, container, usage, tree, knownBy}`, secrets masked',
  },
  'GET /v1/crashes': {
    takes: '`name`, once',
    answers: '`[{id, at, firstAt, count, exit, words, ranMs, lines, cpu, memory, checks, causes}]`, the newest last',
  },
  'GET /v1/timing': {
    takes: 'nothing',
    answers:
      '`{start}`: how the project came up, null before anything was started: `{at, settled, tookMs, usualMs, slower, earlierStarts, processes: [{name, waitedFor: [{name, condition, metMs}], spawnedMs, readyMs, completedMs, spawns, outcome, readyAfterMs, usualMs, slower}], chain: [{name, fromMs, spawnedMs, untilMs}]}`, times in milliseconds after the start',
  },
  'GET /v1/bundle': {
    takes: '`since` in milliseconds, `list=true`',
    answers:
      'the lines of a [bundle](understand.md#keep-what-happened), not compressed; with `list` only its first: `{bundle, project, at, now, sinceMs, names, versions, contents: [{what, count}]}`',
  },
  'GET /v1/metrics': {
    takes: '`json=true`',
    answers:
      'OpenMetrics text 1.0, the same as `watchdog metrics`; with `json` a list of families: `[{name, type, help, unit, figures, states, bounds}]`, in each figure `labels` and its `value`, its `state`, or `{upTo, count, sum}`',
  },
  'GET /v1/terminal': {
    takes: '`name`, once, of a process with `tty`',
    answers: 'stream of `terminal {size, cursor, skipped, rows}`: first the whole picture, then the rows that changed, by number',
  },
  'POST /v1/type': {
    takes: '`{"name": "app", "parts": [{"text": "ls\\r", "pasted": false}]}`, at most 64 KiB',
    answers: '`{typed}`; false where no program is in the terminal',
  },
  'POST /v1/resize': {
    takes: '`{"name": "app", "columns": 120, "rows": 40}`, each from 1 to 1000',
    answers: '`{columns, rows}`, the size that the terminal has now',
  },
  'POST /v1/scale': {
    takes: '`{"name": "api", "replicas": 5}`, of a process that has `replicas` in the file',
    answers: '`{ok, text}`, when the new replicas run or are healthy and the others are gone',
  },
  'POST /v1/reload': {
    takes: 'nothing',
    answers: '`{ok, text, problem}`; the text says what changes, or all that is wrong, `problem` the latter in parts',
  },
  'POST /v1/down': {
    takes: 'nothing',
    answers:
      'stream of one `report {stopped, killed, left, watchdog}`, with `mayLiveOn: [{name, pid}]` where something may live on that shows no environment; the connection closes when the end of the watchdog is near',
  },
};
