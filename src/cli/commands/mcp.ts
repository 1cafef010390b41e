import { resolve } from 'node:path';
import type { Command } from 'commander';
import { plainText } from '../../policy/words/plain-text.js';
import { type FileOptions, filesOf, withFile } from '../options/file.js';

interface McpOptions extends FileOptions {
  readonly control?: boolean;
  readonly printConfig?: boolean;
}

/** Adds the command that serves the running watchdog to coding agents. @param version of this program */
export function addMcpCommand(program: Command, version: string): void {
  withFile(program.command('mcp'))
    .description('serve the running watchdog to coding agents: an MCP server on stdin and stdout')
    .option('--control', 'let agents start, stop, restart, reset and reload too')
    .option('--print-config', 'print the configuration that common clients need')
    .action(async (options: McpOptions) => {
      const files = filesOf(program, options);
      const control = options.control ?? false;
      if (options.printConfig) {
        process.stdout.write(plainText(clientConfigs({ control, files })));
        return;
      }
      // A file of the program by itself, with classes of its own: it gets nothing but facts.
      const { serveMcp } = await import('../mcp/serve.js');
      serveMcp({ files, folder: process.cwd(), control, version });
    });
}

/** How the server is started. */
interface McpStart {
  readonly control: boolean;
  readonly files: readonly string[];
}

/** What the usual clients want in their configuration, each with the file that it belongs into. */
function clientConfigs({ control, files }: McpStart): string {
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
