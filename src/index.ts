export type { ProcessBirth } from './adapters/proc/birth.js';
export type { Leftover } from './adapters/reaper/leftovers.js';
export type { ActionOutcome } from './api/action-run.js';
export { type ContainerCallbacks, ContainerMonitor, type ContainerStatus } from './api/container-monitor.js';
export type { ObservedProject } from './api/observed-project.js';
export type { HealthEntry, Refusal, WatchdogLogger, WatchdogOptions } from './api/options.js';
export type { ExitWhen, RunEnd, RunOutcome, UpOptions } from './api/run-end.js';
export type { WaitOptions } from './api/wait-for.js';
export { Watchdog } from './api/watchdog.js';
export {
  type ConnectOptions,
  connect,
  type EventOptions,
  type LogOptions,
  type Names,
  type RunningWatchdog,
} from './client/running-watchdog.js';
export { type LoadOptions, loadConfig } from './config/load.js';
export { ConfigError } from './config/problems/config-error.js';
export type { Diagnostic } from './config/problems/diagnostic.js';
export type { ProcessRegistration } from './config/resolve/parse-process.js';
export type { ContainerConfig, ContainersConfig } from './config/schema/container-config.js';
export type { ProcessInput } from './config/schema/process.js';
export type {
  Configuration,
  HealthFunction,
  HookCommand,
  Hooks,
  LogsConfig,
  PortConfig,
  ProbeConfig,
  ProcessConfig,
  Replica,
  WatchConfig,
} from './config/schema/process-config.js';
export type { Secrets } from './config/schema/secrets.js';
export type { ThemeColours, ThemeConfig } from './config/schema/theme.js';
export type { ContainerFacts, ContainerPolicy } from './policy/container/lifecycle.js';
export type { Crash, CrashCard, CrashCheck, CrashLine } from './policy/diagnosis/crash.js';
export type { Diagnosis } from './policy/diagnosis/diagnosis.js';
export type { DiagnosisKind } from './policy/diagnosis/rules/rule.js';
export type { Latency } from './policy/health/latency.js';
export type { Health, ProbePolicy } from './policy/health/probing.js';
export type { AwaitedDependency, DependencyCondition, RootCause } from './policy/process/awaited.js';
export type { Dependency } from './policy/process/dependencies.js';
export type { HookEvent } from './policy/process/hook-events.js';
export type { Blocked, ProcessStateName, WatchedFiles } from './policy/process/lifecycle.js';
export { ProcessState } from './policy/process/lifecycle.js';
export type { MemoryLimit, ProcessPolicy, StopPolicy } from './policy/process/policy.js';
export type { Schedule } from './policy/process/schedule.js';
export type { SentSignal } from './policy/process/signals.js';
export type { BackoffPolicy } from './policy/restart/backoff.js';
export type { CircuitPolicy } from './policy/restart/circuit.js';
export type { Failure, RestartPolicy, RestartRules } from './policy/restart/core.js';
export type { EndRequest, Exit, ExitFact, ExitRecord, Requester } from './policy/restart/exit.js';
export type { TimedWords } from './policy/restart/reason.js';
export { type ErrorCode, WatchdogError } from './policy/words/errors.js';
export type { EngineCheck, InspectedContainer, PortBinding, PublishedPort } from './ports/container-engine.js';
export type { TreeRow } from './ports/inspector.js';
export type { FiledPlace, KeptLine, KeptLines, LineCounts, NoteKind } from './ports/log-sink.js';
export type { NotifyBy } from './ports/notifier.js';
export type { HttpProbe, ProbeResult, TcpProbe } from './ports/probe-runner.js';
export type { OutputStream, TreeMethod, TtySize } from './ports/spawner.js';
export type {
  CauseDocument,
  DependencyDocument,
  EndDocument,
  EventMessage,
  FiledLines,
  LogMessage,
  NamedOutcome,
  RootDocument,
  StatusDocument,
  WhyDocument,
} from './protocol/documents.js';
export type { LogRecord, MissedLines } from './protocol/pages.js';
export type { EventRecord } from './supervisor/events/history.js';
export type { Notice } from './supervisor/events/notice.js';
export { type EventName, type EventPayload, eventNames, type WatchdogEvents } from './supervisor/events/table.js';
export type { ProbeRecord, ProbeTrack } from './supervisor/health/history.js';
export type { PastExit, UsagePoint } from './supervisor/history/exits.js';
export type { Transition } from './supervisor/history/timeline.js';
export type { HeldLog, LogBeyond, LogBlock, LogLine, LogReader } from './supervisor/log/line.js';
export type { LogRate } from './supervisor/log/line-rate.js';
export type { Neighbour, ProcessDetails } from './supervisor/process-details.js';
export type { Reload } from './supervisor/reload.js';
export type { ReloadChange } from './supervisor/reload-plan.js';
export type { ShutdownReport } from './supervisor/shutdown.js';
export type { CircuitSnapshot, Death, ProcessSnapshot } from './supervisor/snapshot/process.js';
export type { CircuitStatus, ExitStatus, ProcessStatus } from './supervisor/snapshot/status.js';
export type { ProcessTerminal } from './supervisor/terminal/process.js';
export type { ScreenPlace, ScreenReader } from './supervisor/terminal/screen-reader.js';
export type { TypedPart } from './supervisor/terminal/typed-bytes.js';
export type { WaitCondition } from './supervisor/unit/condition.js';
export type { EngineAccount, TasksAccount, UnitPast } from './supervisor/unit/unit.js';
export type { UsageReader, UsageSample } from './supervisor/usage/watch.js';
