import type { Command } from 'commander';
import { projectFolder } from '../../client/project-folder.js';
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
      const [{ serveMcp }, { ControlClient }] = await Promise.all([import('../mcp/serve.js'), import('../../client/client.js')]);
      const folder = process.cwd();
      // Asked anew each time: the project, and the watchdog that runs for it, may come and go meanwhile.
      serveMcp({ client: () => new ControlClient(projectFolder(files, folder)), control, version });
    });
}
