import { describe, expect, it } from 'vitest';
import { bufferingProgram } from '../../../src/policy/process/buffering.js';

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
  ])('%s, %s is what buffers', (command, program) => {
    expect(bufferingProgram(command)).toBe(program);
  });

  it('that gives Python an empty PYTHONUNBUFFERED, Python buffers', () => {
    expect(bufferingProgram('python3 app.py', { PYTHONUNBUFFERED: '' })).toBe('python');
    expect(bufferingProgram('python3 app.py', { PYTHONUNBUFFERED: '1' })).toBeUndefined();
  });
});
