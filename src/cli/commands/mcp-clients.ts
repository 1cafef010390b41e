import { resolve } from 'node:path';

/** How the server is started. */
export interface McpStart {
  readonly control: boolean;
  readonly files: readonly string[];
}

/** What the usual clients want in their configuration, each with the file that it belongs into. */
export function clientConfigs({ control, files }: McpStart): string {
  const args = [...files.flatMap((file) => ['-f', resolve(file)]), 'mcp', ...(control ? ['--control'] : [])];
  const server = { command: 'watchdog', args };
  const json = (document: object): string => JSON.stringify(document, null, 2);
  const line = ['watchdog', ...args.map((arg) => (/^[\w./@:-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`))].join(
    ' ',
  );
  return `${[
    section('Claude Code: run in the project', `claude mcp add --scope project watchdog -- ${line}`),
    section('Claude Code (.mcp.json), Cursor (.cursor/mcp.json), Claude Desktop', json({ mcpServers: { watchdog: server } })),
    section('VS Code (.vscode/mcp.json)', json({ servers: { watchdog: { type: 'stdio', ...server } } })),
    section(
      'Codex (~/.codex/config.toml)',
      `[mcp_servers.watchdog]\ncommand = "watchdog"\nargs = ${JSON.stringify(args).replaceAll(',', ', ')}`,
    ),
    section('Gemini CLI (.gemini/settings.json)', json({ mcpServers: { watchdog: server } })),
    section('opencode (opencode.json)', json({ mcp: { watchdog: { type: 'local', command: ['watchdog', ...args] } } })),
    section('Zed (settings.json)', json({ context_servers: { watchdog: server } })),
  ].join('\n')}`;
}

function section(title: string, text: string): string {
  return `# ${title}\n${text}\n`;
}
