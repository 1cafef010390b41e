/** Set by test runners and build machines; each of them changes what a program prints, or that it draws at all. */
const unwanted =
  /^(CI|CI_.*|CONTINUOUS_INTEGRATION|GITHUB_ACTIONS|NO_COLOR|FORCE_COLOR|NODE_ENV|NODE_V8_COVERAGE|TEST|VITEST.*)$/;

/** Our environment as the user's shell would have it, with `env` on top; undefined takes a variable away. */
export function cleanEnvironment(env: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
  const all = [...kept, ['TERM', 'xterm-256color'], ['COLORTERM', 'truecolor'], ...Object.entries(env)];
  return Object.fromEntries(Object.entries(Object.fromEntries(all)).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}
