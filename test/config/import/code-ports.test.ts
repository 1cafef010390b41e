import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portsInCode } from '../../../src/config/import/code-ports.js';
import { importFolder } from '../../../src/config/import/folder.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

async function folderWith(files: Readonly<Record<string, string>>): Promise<TemporaryFolder> {
  const folder = await TemporaryFolder.make();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    writeFileSync(join(folder.path, name), text);
  }
  return folder;
}

const process = (command: string, runs?: string, cwd?: string) => ({
  name: 'web',
  remarks: [],
  lost: [],
  keys: { command, ...(cwd === undefined ? {} : { cwd }) },
  ...(runs === undefined ? {} : { runs }),
});

describe('A port that is only in code', () => {
  it.each([
    ['app.listen(process.env.PORT || 3001)', [3001]],
    ["const port = Number(process.env.PORT ?? '3002');", [3002]],
    ['const port = 3003;\napp.listen(port);', [3003]],
    ['server.listen({ host: "::", port: 3004 })', [3004]],
    ['new Pool({ host: "localhost", port: 5432 }); createClient({ port: 6379 }); const dbPort = 5433', []],
    ['const url = process.env.DB_PORT || 5432', []],
  ])('is read from the file that a command names: %s', async (code, ports) => {
    await using folder = await folderWith({ 'src/server.ts': code });
    expect(portsInCode(process('tsx watch src/server.ts'), folder.path)).toEqual(ports);
    expect(portsInCode(process('npm', 'nodemon src/server.ts'), folder.path)).toEqual(ports);
    expect(portsInCode(process('tsx server.ts', undefined, 'src'), folder.path)).toEqual(ports);
  });

  it.each([
    ['main.py', 'app.run(host="0.0.0.0", port=5001)', 'python main.py', [5001]],
    ['app.rb', "set :port, ENV.fetch('PORT', 4568)", 'ruby app.rb', [4568]],
    ['main.go', 'http.ListenAndServe(":8081", nil)', 'go run main.go', [8081]],
    ['vite.config.ts', 'export default { server: { port: 5174 } }', 'vite --host', [5174]],
    ['other.js', 'app.listen(3000)', 'node server.js', []],
  ])('is read of %s: %s', async (file, code, command, ports) => {
    await using folder = await folderWith({ [file]: code });
    expect(portsInCode(process(command), folder.path)).toEqual(ports);
  });

  it('keeps the container that would take it from starting beside what runs on the host, and no database', async () => {
    const compose = [
      'services:',
      '  app: {image: acme/app, ports: ["3005:80"]}',
      '  db: {image: postgres, ports: ["5432:5432"]}',
    ];
    await using folder = await folderWith({
      'package.json': JSON.stringify({ scripts: { dev: 'node server.js' } }),
      'server.js': 'new Pool({ port: 5432 });\napp.listen(process.env.PORT || 3005);',
      'compose.yaml': compose.join('\n'),
    });
    const { processes } = importFolder(folder.path, { environment: {}, report: () => {} }).imported;
    const starts = Object.fromEntries(processes.map(({ name, keys }) => [name, keys.autoStart !== false]));
    expect(starts).toEqual({ dev: true, app: false, db: true });
    expect(processes.find(({ name }) => name === 'app')?.remarks.join()).toContain('dev uses its port 3005');
  });
});
