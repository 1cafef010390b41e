import { describe, expect, it } from 'vitest';
import { bufferingProgram } from '../../../src/policy/process/buffering.js';
import { shellLine } from '../../../src/policy/words/shell-line.js';

describe('of a command', () => {
  it.each([
    ['/usr/bin/python3.12 -E app.py', 'python'],
    ['python3 -sI -m app', 'python'],
    ['python3 app.py --host -E', undefined],
    ['python3 -m http.server', undefined],
    ['./manage.py runserver', undefined],
    ['python3 app.py | grep x', 'grep'],
    ['./bin/worker.rb', 'ruby'],
    ['bundle exec rake jobs:work', 'rake'],
    ['tools/app.pl --port 3000', 'perl'],
    ['lua5.4 main.lua', 'lua'],
    ['swift run Server', 'swift'],
    ['tail -f x | jq .msg', 'jq'],
    ['jq --unbuffered .', undefined],
    ['cd api && ruby server.rb', 'ruby'],
    ['tail -f x | sed s/a/b/', 'sed'],
    ['grep --line-buffered x', undefined],
    ['python -u app.py', undefined],
    ['stdbuf -oL grep x', undefined],
    ['node server.js', undefined],
    ['sed -i s/a/b/ config.js && node server.js', undefined],
    ['grep -q x .env || cp .env.example .env; ruby server.rb', 'ruby'],
    ['ruby server.rb & wait', 'ruby'],
    ['if test -f x; then exec ruby server.rb; fi', 'ruby'],
    ['(cd api && exec ruby server.rb)', 'ruby'],
    ['perl x.pl 2>&1 | node format.js', undefined],
    ['ruby a.rb 2>&1 | grep x', 'grep'],
    ['ruby a.rb 2>&1', 'ruby'],
    ['ruby a.rb >> log/a.log', undefined],
    ['ruby a.rb &> log/a.log', undefined],
    ['ruby a.rb 2> errors.log', 'ruby'],
    ['RAILS_ENV=test bundle exec ruby a.rb', 'ruby'],
    ['exec env A=1 nice -n 5 timeout 30s perl x.pl', 'perl'],
    ['puma -C config/puma.rb', undefined],
    ['nodemon --watch lib --exec x.lua', undefined],
    ['docker stack up', undefined],
    ['pulumi up --stack stack', undefined],
    ['cargo run --bin grep', undefined],
    ['node say.js "perl | grep; awk"', undefined],
    ["awk '{ print; fflush() }' fifo", undefined],
    ["awk '/a|b/ { print }; { n = 1 }' fifo", 'awk'],
    ["ruby -e '$stdout.sync = true; loop { sleep 1 }'", undefined],
    ["perl -e '$| = 1; sleep'", undefined],
    ['"/opt/my ruby/bin/ruby" app.rb', 'ruby'],
    ['tcpdump -i lo -l', undefined],
    ['tcpdump -i lo', 'tcpdump'],
    ['tail -f app.log | rg error', 'rg'],
    ['bash -lc "cd api && exec ruby \\"my app.rb\\""', 'ruby'],
    ["/bin/sh -e -c 'tail -f a | grep x'", 'grep'],
    ["sh -c 'node a.js' ruby", undefined],
    ["bash start.sh 'ruby a.rb'", undefined],
    ['', undefined],
  ])('%s, %s is what buffers', (command, program) => {
    expect(bufferingProgram(command, { PYTHONUNBUFFERED: '1' })).toBe(program);
  });

  it('with arguments of its own, these are no words of a shell', () => {
    expect(bufferingProgram(shellLine({ command: 'node', args: ['a.js', '| grep x'] }), {})).toBeUndefined();
    expect(bufferingProgram(shellLine({ command: 'grep', args: ['a', '--line-buffered'] }), {})).toBeUndefined();
    expect(bufferingProgram(shellLine({ command: 'grep', args: ['a > b', 'x'] }), {})).toBe('grep');
    expect(bufferingProgram(shellLine({ command: 'bash', args: ['-lc', 'cd a && ruby b.rb'] }), {})).toBe('ruby');
    expect(bufferingProgram(shellLine({ command: 'sh', args: ['-c', "perl -e 'sleep 100'"] }), {})).toBe('perl');
  });

  it('is found in linear time', () => {
    for (const piece of [
      "'",
      '"',
      '\\',
      '"\\',
      'a=',
      '-',
      ' ',
      '&',
      '>',
      '|',
      'tcpdump -n ',
      'python3 -E -a ',
      'sh -c ',
      'sh -c "',
    ]) {
      const started = performance.now();
      bufferingProgram(piece.repeat(100_000), {});
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });

  it('that gives Python an empty PYTHONUNBUFFERED, Python buffers', () => {
    expect(bufferingProgram('python3 app.py', { PYTHONUNBUFFERED: '' })).toBe('python');
    expect(bufferingProgram('python3 app.py', {})).toBe('python');
    expect(bufferingProgram('python3 app.py', { PYTHONUNBUFFERED: '0' })).toBeUndefined();
  });
});
