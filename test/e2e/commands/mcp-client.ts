import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { cleanEnvironment } from '../clean-environment.js';
import { builtProgram } from '../project.js';

/** How a client speaks: the handshake of 2025, or that of 2026-07-28. */
export type Era = 'legacy' | 'modern';

/** The official client, connected with `watchdog mcp` in a folder. Ends it with the test. */
export class McpClient implements AsyncDisposable {
  readonly client: Client;
  /** What the server printed beside the protocol. */
  stderr = '';
  readonly #transport: StdioClientTransport;

  private constructor(client: Client, transport: StdioClientTransport) {
    this.client = client;
    this.#transport = transport;
  }

  static async connect(folder: string, args: readonly string[] = [], { era = 'modern' as Era, env = {} } = {}) {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [builtProgram, 'mcp', ...args],
      cwd: folder,
      env: cleanEnvironment(env),
      stderr: 'pipe',
    });
    const mode = era === 'legacy' ? 'legacy' : { pin: '2026-07-28' };
    const client = new Client({ name: 'claude-code', version: '1' }, { versionNegotiation: { mode } });
    const own = new McpClient(client, transport);
    transport.stderr?.on('data', (text: Buffer) => {
      own.stderr += text.toString();
    });
    await client.connect(transport);
    return own;
  }

  /** Of the server. */
  get pid(): number {
    return this.#transport.pid!;
  }

  /** Calls a tool, and returns the text of its answer. */
  async text(tool: string, args: Record<string, unknown> = {}): Promise<{ readonly text: string; readonly isError: boolean }> {
    const { content, isError } = await this.client.callTool({ name: tool, arguments: args }, { timeout: 120_000 });
    const [first] = content as readonly { readonly text: string }[];
    return { text: first!.text, isError: isError === true };
  }

  /** Calls a tool, and returns the document that it answers. */
  // biome-ignore lint/suspicious/noExplicitAny: each tool answers with a document of its own
  async call(tool: string, args: Record<string, unknown> = {}): Promise<any> {
    const { text, isError } = await this.text(tool, args);
    if (isError) throw new Error(text);
    return JSON.parse(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}
