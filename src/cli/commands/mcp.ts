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
    .option('--print-config', 'print what the usual clients want in their configuration')
    .action(async (options: McpOptions) => {
      const files = filesOf(program, options);
      const control = options.control ?? false;
      if (options.printConfig) {
        const { clientConfigs } = await import('./mcp-clients.js');
        process.stdout.write(plainText(clientConfigs({ control, files })));
        return;
      }
      // A file of the program by itself, with classes of its own: it gets nothing but facts.
      const { serveMcp } = await import('../mcp/serve.js');
      serveMcp({ files, folder: process.cwd(), control, version });
    });
}
