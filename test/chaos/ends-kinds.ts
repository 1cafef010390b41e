/** A kind of child: what is run as the process, in a folder of its own. */
export interface EndsKind {
  readonly command: string;
  /** A program that has to be there. */
  readonly needs?: string;
  /** Files of its folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
}

const breed = 'while :; do setsid sleep 600 & sleep 0.02; done';
const nginx =
  'daemon on; pid nginx.pid; error_log e.log; worker_processes 1; events {} http { access_log off; server { listen unix:ngx.sock; } }';
const hop = '[ "$1" -lt 4000 ] || exit; sleep 0.02; setsid sh hop.sh $(($1 + 1)) & exit';

/** Children that resist in one way each. The first eleven are those that have to end whatever happens. */
export const endsKinds: Readonly<Record<string, EndsKind>> = {
  plain: { command: 'exec sleep 600' },
  'waiting shell': { command: 'sleep 600 & wait' },
  nohup: { command: 'nohup sleep 600 >/dev/null 2>&1 & exec sleep 600' },
  setsid: { command: 'setsid sleep 600 & exec sleep 600' },
  'double fork': { command: 'setsid sh -c "sleep 600 >/dev/null 2>&1 &"; exec sleep 600' },
  'double fork, wiped': { command: 'setsid env -i /bin/sh -c "/bin/sleep 600 >/dev/null 2>&1 &"; exec sleep 600' },
  'nginx daemon': { command: 'nginx -p . -c nginx.conf; exec sleep 600', needs: 'nginx', files: { 'nginx.conf': nginx } },
  'redis daemon': {
    command: 'redis-server --port 0 --unixsocket ./r.sock --daemonize yes --save ""; exec sleep 600',
    needs: 'redis-server',
  },
  'deaf leader': { command: 'trap "" TERM INT HUP; while :; do sleep 1; done' },
  'deaf member': { command: '(trap "" TERM INT HUP; while :; do sleep 1; done) & exec sleep 600' },
  'forks while stopped': { command: `trap '${breed}' TERM; while :; do sleep 0.1; done` },
  'leader exits': { command: 'setsid sleep 600 & sleep 0.5; exec sleep 600' },
  'breeds all the time': { command: 'while :; do setsid sleep 0.3 & sleep 0.05; done' },
  hops: { command: 'sh hop.sh 0; exec sleep 600', files: { 'hop.sh': hop } },
  suspended: { command: '(kill -STOP $(exec sh -c "echo \\$PPID"); sleep 600) & exec sleep 600' },
  'line feed in its name': { command: "printf 'a\\nb' >/proc/$$/comm; while :; do sleep 1; done" },
  'closed output': { command: 'exec >&- 2>&-; exec sleep 600' },
  terminal: { command: 'setsid sleep 600 & exec sleep 600', tty: true },
};
