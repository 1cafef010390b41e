import type { Rule } from './rule.js';

const stopHolder = ['stop the process that holds it, or give this one another port'];

/** Ports, hosts and connections. */
export const networkRules: readonly Rule[] = [
  {
    kind: 'port_not_allowed',
    sees: /PermissionError: \[Errno 13\] [Pp]ermission denied$/,
    needs: /\.bind\(|in server_bind/,
    around: ['port'],
    says: ['port {port} is not allowed', 'its port is not allowed'],
    advice: ['ports below 1024 are for root; take a higher one'],
    matches: [
      'Traceback (most recent call last):\n    self.socket.bind(self.server_address)\nPermissionError: [Errno 13] Permission denied',
    ],
    ignores: ["PermissionError: [Errno 13] Permission denied: '/etc/shadow'"],
  },
  {
    kind: 'port_not_allowed',
    sees: /(?:listen|bind)\w{0,3}\b.{0,80}(?:EACCES|[Pp]ermission denied)|(?:EACCES|[Pp]ermission denied).{0,40}\b(?:listen|bind)|Can't bind to (?:port|addr).{0,80}[Pp]ermission denied|PermissionError.{0,60}while attempting to bind|Permission denied: AH00072|permission denied while binding/,
    unless: /unix socket|\.sock\b/,
    around: ['port'],
    says: ['port {port} is not allowed', 'its port is not allowed'],
    advice: ['ports below 1024 are for root; take a higher one'],
    matches: [
      'Error: listen EACCES: permission denied 0.0.0.0:80',
      'bind() to 0.0.0.0:80 failed (13: Permission denied)',
      'listen tcp :443: bind: permission denied',
    ],
    ignores: ["EACCES: permission denied, open '/x'"],
  },
  {
    kind: 'port_in_use',
    sees: /EADDRINUSE|[Aa]ddress (?:is )?already in use|AddrInUse|Connection in use: |\bport (?:\d+ )?(?:is |was )?(?:already |currently )?(?:in use|allocated|taken|occupied)\b|Address in use\b|only one usage of each socket address/i,
    unless: /\.sock\b|unix socket/,
    around: ['port'],
    says: ['port {port} is in use', 'its port is in use'],
    advice: stopHolder,
    matches: [
      'Error: listen EADDRINUSE: address already in use :::3000',
      'OSError: [Errno 98] Address already in use',
      'Error: Port 5173 is already in use',
      'Bind for 0.0.0.0:5432 failed: port is already allocated',
    ],
    ignores: ['the email address is already used'],
  },
  {
    kind: 'lock_held',
    sees: /(?:EADDRINUSE|[Aa]ddress (?:is )?already in use).{0,20} (?<path>\S{1,200}\.sock)\b|(?<path2>\S{1,200}\.sock)\b.{0,40}[Aa]ddress (?:is )?already in use/,
    says: ['the socket {path} exists already'],
    advice: ['another copy may be running; where none is, remove that file'],
    matches: ['Error: listen EADDRINUSE: address already in use /tmp/api.sock'],
  },
  {
    kind: 'engine_away',
    sees: /Cannot connect to the Docker daemon|docker\.sock: connect: |Docker daemon socket at|Is the docker daemon running|Cannot connect to Podman|error during connect: .{0,80}docker|podman\.sock: |failed to connect to the docker API/i,
    says: ['the container engine does not answer'],
    advice: ['start Docker or Podman, and see that this user may use its socket (group docker, or DOCKER_HOST)'],
    matches: [
      'docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
    ],
  },
  {
    kind: 'tls_failed',
    sees: /CERT(?:IFICATE)?_HAS_EXPIRED|certificate has expired\b(?! or is not yet)|InvalidCertificate\(Expired/,
    says: ['the TLS certificate has expired'],
    advice: ['renew the certificate of the server that it connects to, and see the clock of this machine'],
    matches: ['Error: certificate has expired', 'curl: (60) SSL certificate problem: certificate has expired'],
  },
  {
    kind: 'tls_failed',
    sees: /certificate has expired or is not yet valid|certificate is not (?:yet )?valid\b(?! for)|CERT_NOT_YET_VALID|NotValidYet/,
    says: ['the TLS certificate has expired, or is not valid yet'],
    advice: ['renew the certificate of the server that it connects to, and see the clock of this machine'],
    matches: ['x509: certificate has expired or is not yet valid: current time 2026-11-30T06:00:00Z is after 2026-01-01'],
  },
  {
    kind: 'tls_failed',
    sees: /self[- ]signed certificate|SELF_SIGNED_CERT/,
    says: ['the TLS certificate is self-signed'],
    advice: ['trust its certificate (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, a key store)'],
    matches: ['Error: self-signed certificate', 'curl: (60) SSL certificate problem: self-signed certificate'],
  },
  {
    kind: 'tls_failed',
    sees: /Hostname\/IP does not match certificate|ERR_TLS_CERT_ALTNAME_INVALID|certificate is (?:not )?valid for |x509: cannot validate certificate for|no alternative certificate subject name matches|Hostname mismatch, certificate|NotValidForName/,
    says: ['the TLS certificate is for another host'],
    advice: ['connect by a name that is in the certificate, or renew it with the name that is used'],
    matches: [
      "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames",
      'x509: certificate is valid for localhost, not db',
    ],
  },
  {
    kind: 'tls_failed',
    sees: /unable to (?:verify the first|get local issuer) certificate|UNABLE_TO_(?:VERIFY|GET_ISSUER)|certificate signed by unknown|PKIX path building|UnknownIssuer/,
    says: ['the issuer of the TLS certificate is not trusted'],
    advice: ['trust its certificate (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, a key store)'],
    matches: ['Error: unable to verify the first certificate', 'x509: certificate signed by unknown authority'],
  },
  {
    kind: 'tls_failed',
    sees: /CERT(?:IFICATE)?_VERIFY_FAILED|certificate verify failed|ERR_TLS_|\bx509: |SSLHandshakeException|SSL routines:|wrong version number|SSL certificate problem|tls: (?:first record|handshake|bad|unknown|failed)|SSL_ERROR|packet length too long|InvalidCertificate|certificate verification failed/,
    unless: /No such file|BIO_new_file|PEM_read|system lib(?:rary)?\b|no start line|key values mismatch/,
    says: ['the TLS connection failed'],
    advice: [
      'trust its certificate (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, a key store), or see whether the port speaks TLS at all',
    ],
    matches: [
      'tls: first record does not look like a TLS handshake',
      'write EPROTO 80A:error:0A00010B:SSL routines:wrong version number',
    ],
    ignores: [
      'cannot load certificate "dev.pem": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory)',
    ],
  },
  {
    kind: 'host_unknown',
    sees: /(?:getaddrinfo )?(?:ENOTFOUND|EAI_AGAIN|EAI_FAIL) (?<host>[\w.-]{1,253})|[Cc]ould not (?:resolve|translate) host(?:name)?:? "?(?<host2>[\w.-]{1,253})|lookup (?<host3>[\w.-]{1,253})(?: on [^:]{1,60}(?::\d+)?)?: (?:no such host|Temporary failure|server misbehaving|dial)|host not found in (?:upstream|resolver) "(?<host4>[\w.-]{1,253})|Failed to resolve '(?<host5>[\w.-]{1,253})|UnknownHostException: (?<host6>[\w.-]{1,253})|Could not resolve hostname (?<host7>[\w.-]{1,253})|getaddrinfo for (?<host9>[\w.-]{1,253})|getaddrinfo\(? ?"?(?<host11>[\w.-]{3,253})"?\)? failed|could not resolve address '(?<host12>[\w.-]{1,253})|Unknown (?:MySQL )?server host '(?<host8>[\w.-]{1,253})|(?:[Nn]ame or service not known|Temporary failure in name resolution|nodename nor servname|No address associated with hostname|failed to lookup address information|\bno such host\b|php_network_getaddresses|nxdomain|dns error)/,
    around: ['host'],
    says: ['cannot resolve host {host}', 'cannot resolve the host that it connects to'],
    advice: ['see that its name is right: containers have names only in their own network; else DNS does not answer'],
    matches: [
      'Error: getaddrinfo ENOTFOUND api.example.com',
      'curl: (6) Could not resolve host: api.example.com',
      'dial tcp: lookup db on 127.0.0.1:53: no such host',
    ],
    ignores: ['getaddrinfo is used'],
  },
  {
    kind: 'auth_failed',
    sees: /password authentication failed for user "(?<name>[^"]{1,80})"|Access denied for user '(?<name2>[^']{0,80})'@'[^']{0,120}' \(using password|no password supplied|\bNOAUTH\b|\bWRONGPASS\b|invalid username-password pair|role "(?<name3>[^"]{1,80})" does not exist|no pg_hba\.conf entry for host "[^"]{1,80}", user "(?<name4>[^"]{1,80})|[Pp]ermission denied \((?:password|keyboard)[^)]{0,80}\)|MongoServerError: Authentication failed|SASL authentication failed|Invalid credentials for|ACCESS_REFUSED|ERR AUTH\b|ERR invalid password|password authentication failed|[Aa]uthentication failed for user '?(?<name5>[\w.-]{1,80})/,
    says: ['wrong user or password for {name}', 'login failed: wrong user or password'],
    advice: ['see the user and password that it is given, in env: or envFile:, and those that the server knows'],
    matches: [
      'error: password authentication failed for user "app"',
      'NOAUTH Authentication required.',
      "ERROR 1045 (28000): Access denied for user 'app'@'localhost' (using password: YES)",
    ],
    ignores: ["Access denied for user 'app'@'localhost' to database 'crm'"],
  },
  {
    kind: 'connection_refused',
    sees: /ECONNREFUSED|[Cc]onnection refused|[Cc]onnection to (?:the server )?\S{1,253} (?:was )?refused\b|ConnectionRefused|Couldn't connect to server|Can't reach database server at |Can't connect to (?:local |MySQL |MariaDB )?(?:MySQL |MariaDB )?server|Connection refused|could not connect to server: No such file|on socket "[^"]{1,200}" failed: No such file|connect: no such file or directory/,
    around: ['port', 'host'],
    says: ['connection refused on port {port}', 'connection refused'],
    advice: ['see that what it connects to is up, and add it under dependsOn:'],
    matches: [
      'Error: connect ECONNREFUSED 127.0.0.1:5432',
      'dial tcp [::1]:6379: connect: connection refused',
      'Could not connect to Redis at 127.0.0.1:6399: Connection refused',
      'org.postgresql.util.PSQLException: Connection to localhost:5432 refused. Check that the hostname and port are correct',
    ],
  },
  {
    kind: 'host_unreachable',
    sees: /connect ETIMEDOUT|[Cc]onnection timed out|connect: operation timed out|ConnectTimeout|i\/o timeout/,
    around: ['host', 'port'],
    says: ['connection to {host} timed out', 'connection timed out'],
    advice: ['see the address, the network, a VPN or a firewall in between'],
    matches: ['Error: connect ETIMEDOUT 10.0.0.9:443', 'dial tcp 10.0.0.9:5432: i/o timeout'],
    ignores: ['request timed out after 30 s'],
  },
  {
    kind: 'host_unreachable',
    sees: /\bENETUNREACH\b|\bEHOSTUNREACH\b|No route to host|[Nn]etwork is unreachable/,
    around: ['host', 'port'],
    says: ['{host} cannot be reached', 'the host that it connects to cannot be reached'],
    advice: ['see the address, the network, a VPN or a firewall in between'],
    matches: ['Error: connect EHOSTUNREACH 10.0.0.9:443', 'connect: No route to host'],
  },
];
