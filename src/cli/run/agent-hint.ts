/** What a coding agent sets in the shells that it opens, with its name. */
const agents: Readonly<Record<string, string>> = {
  CLAUDECODE: 'Claude Code',
  CURSOR_AGENT: 'Cursor',
  CODEX_SANDBOX: 'Codex',
  CODEX_THREAD_ID: 'Codex',
  GEMINI_CLI: 'Gemini CLI',
  OPENCODE: 'opencode',
  QWEN_CODE: 'Qwen Code',
  COPILOT_CLI: 'Copilot CLI',
  AUGMENT_AGENT: 'Augment',
  CLINE_ACTIVE: 'Cline',
  AI_AGENT: 'an agent',
  AGENT: 'an agent',
};

/** One line for a coding agent whose shell waits for us to end; undefined where no agent's variables are set. */
export function agentHint(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const found = Object.keys(agents).find((name) => (environment[name] ?? '') !== '');
  if (found === undefined) return undefined;
  return `this runs until it is stopped; for ${agents[found]} use "watchdog up -d", which returns when all are started, and "watchdog mcp", which answers questions about them`;
}
