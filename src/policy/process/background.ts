/** What was alive of a process when its child ended by itself. */
export interface LeftBehind {
  /** The oldest of those that belong to it; null where there is none. */
  readonly oldest: number | null;
  /** One of the child's own program; null where there is none. */
  readonly background: BackgroundProcess | null;
  /** The oldest that has left the process group, as daemons of another program do (pg_ctl's postgres); null where there is none. */
  readonly detached?: DetachedProcess | null;
}

/** A process that its starter has left to itself. */
export interface DetachedProcess {
  readonly pid: number;
  readonly program: string;
}

/** A process of the program that its starter has left in the background. */
export interface BackgroundProcess {
  readonly pid: number;
  readonly program: string;
  /** False where it could only be known by its name and start, so that it is not ended with the rest. */
  readonly isMember: boolean;
}

/** How to keep programs in the foreground that go to the background by themselves. */
const foregroundOptions: readonly (readonly [program: RegExp, option: string])[] = [
  [/^nginx$/, "-g 'daemon off;'"],
  [/^redis-server$|^valkey-server$|^keydb-server$|^redis-sentinel$/, '--daemonize no'],
  [/^php-fpm/, '--nodaemonize'],
  [/^apache2$|^httpd$/, '-D FOREGROUND'],
  [/^memcached$/, 'no -d'],
  [/^mongod$|^mongos$/, 'no --fork'],
  [/^haproxy$/, '-db'],
  [/^mysqld$|^mariadbd$/, 'no --daemonize'],
  [/^lighttpd$/, '-D'],
  [/^varnishd$/, '-F'],
  [/^squid$/, '--foreground'],
  [/^dnsmasq$/, '--keep-in-foreground'],
  [/^named$/, '-f'],
  [/^unbound$/, '-d'],
  [/^sshd$/, '-D'],
  [/^cron$|^crond$/, '-f'],
  [/^supervisord$/, '--nodaemon'],
  [/^gunicorn$|^uwsgi$/, 'no --daemon'],
  [/^stunnel4?$/, 'foreground = yes'],
  [/^tor$/, '--RunAsDaemon 0'],
  [/^slapd$/, '-d 0'],
  [/^vsftpd$/, '-obackground=NO'],
  [/^smbd$|^nmbd$/, '--foreground'],
  [/^mosquitto$|^pgbouncer$/, 'no -d'],
  [/^ssh$|^autossh$/, 'no -f'],
  [/^caddy$/, 'run in place of start'],
  [/^rsync$/, '--no-detach'],
  [/^exim4?$/, '-bdf'],
  [/^dovecot$|^nscd$/, '-F'],
  [/^proftpd$|^rsyslogd$|^keepalived$|^chronyd$|^ntpd$/, '-n'],
  [/^snmpd$|^collectd$|^dhcpd$|^zabbix_agentd$|^zabbix_server$/, '-f'],
  [/^monit$/, '-I'],
  [/^openvpn$/, 'no --daemon'],
  [/^avahi-daemon$/, 'no -D'],
  [/^tinyproxy$/, '-d'],
  [/^privoxy$/, '--no-daemon'],
  [/^transmission-da$|^clamd$/, '--foreground'],
  [/^searchd$/, '--nodetach'],
  [/^pdns_server$|^pdns_recursor$/, '--daemon=no'],
  [/^start-stop-daem$/, 'no --background'],
  [/^screen$/, '-D -m in place of -d -m'],
];

function foregroundOption(program: string): string | undefined {
  return foregroundOptions.find(([pattern]) => pattern.test(program))?.[1];
}

/** The longest name that the system keeps of a program. */
const longestName = 15;

/**
 * The name that the system gives the program of a command; undefined where a shell does more than execute one.
 * @param shell whether a shell reads the command
 */
export function programOfCommand(command: string, shell: boolean | string): string | undefined {
  if (shell === false) return nameOf(command);
  if (/[;&|()<>`\n]/.test(command.replaceAll(/'[^']*'|"[^"]*"/g, ''))) return undefined;
  const words = command.trim().split(/\s+/);
  const first = words.find((word) => word !== 'exec' && !/^[A-Za-z_]\w*=/.test(word));
  return first === undefined ? undefined : nameOf(first);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).slice(0, longestName);
}

/**
 * Says what a launcher that ended well has left running, where there is anything to be said of that.
 * @param mayDaemonize whether it may; else that is ended, as nothing is left behind
 */
export function describeLeft(left: LeftBehind | undefined, mayDaemonize: boolean): string | undefined {
  if (mayDaemonize) return left?.oldest === null ? 'it left nothing running' : undefined;
  if (!left?.detached) return undefined;
  const { pid, program } = left.detached;
  const option = foregroundOption(program);
  const other = option === undefined ? '' : `, or run it in the foreground (${option})`;
  return `it left ${program} running (pid ${pid}), which was ended; daemon: true keeps it${other}`;
}

/**
 * Says that a program went to the background, what became of it, and what to do.
 * @param mayDaemonize whether it may: then it is out of reach, as it wiped the environment by which it would be known
 */
export function describeBackground({ pid, program, isMember }: BackgroundProcess, mayDaemonize = false): string {
  const option = foregroundOption(program);
  const hint = option === undefined ? 'keep it in the foreground' : `keep it in the foreground (${option})`;
  if (mayDaemonize)
    return `${program} went to the background, pid ${pid}, and can only be supervised there in a control group; ${hint}`;
  const fate = isMember ? `pid ${pid} was ended` : `pid ${pid} lives on and cannot be ended safely`;
  return `${program} went to the background, ${fate}; ${hint}, or set daemon: true`;
}
