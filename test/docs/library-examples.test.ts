import { describe, expect, it } from 'vitest';
import { EmbeddingProgram } from '../fixtures/embedding-program.js';
import { readPage } from './pages.js';

const library = readPage('docs/library.md').text;
const blocks = [...library.matchAll(/```(js|yaml)\n([\s\S]*?)```/g)].map(([, language, text]) => ({ language, text: text! }));
const examples = blocks
  .map((block, index) => ({ ...block, file: blocks[index - 1]?.language === 'yaml' ? blocks[index - 1]!.text : undefined }))
  .filter(({ language }) => language === 'js');

describe('the examples of docs/library.md', () => {
  it('are three', () => {
    expect(examples).toHaveLength(3);
  });

  it.each(examples.map((example, index) => ({ ...example, number: index + 1 })))(
    'number $number runs, prints what it says, and ends by itself',
    async ({ text, file }) => {
      using program = new EmbeddingProgram();
      if (file !== undefined) program.write('watchdog.yaml', file);
      const said = text
        .trimEnd()
        .split('\n')
        .filter((line) => line.startsWith('// '))
        .map((line) => `${line.slice(3)}\n`);
      expect(said.length).toBeGreaterThan(2);
      expect(await program.run(text)).toEqual({ out: said.join(''), err: '', code: 0, signal: null });
    },
  );
});
