import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAgentsJson } from '../../../src/config/resolve/agents-json.js';

const parsed = (value: unknown) => parseAgentsJson(JSON.stringify(value));

describe('agents.json', () => {
  it('may be a list under "agents"', () => {
    const record = { name: 'node-dev', containerName: 'ploinky_basic_node-dev_proj_abc', hostPort: 3001, status: 'running' };
    expect(parsed({ agents: [record] })).toEqual({
      agents: [
        {
          containerName: 'ploinky_basic_node-dev_proj_abc',
          agentName: 'node-dev',
          address: { host: 'localhost', port: 3001 },
          fields: record,
        },
      ],
    });
  });

  it('may be a map of container names, in which "_" keys and other types are none', () => {
    const record = {
      agentName: 'demo',
      repoName: 'demo',
      containerImage: 'node:20',
      type: 'agent',
      config: { ports: [{ containerPort: 7000, hostPort: 43_123, hostIp: '127.0.0.1' }] },
    };
    expect(parsed({ _config: { x: 1 }, ploinky_demo: record, tool: { type: 'tool' } })).toEqual({
      agents: [
        { containerName: 'ploinky_demo', agentName: 'demo', address: { host: '127.0.0.1', port: 43_123 }, fields: record },
      ],
    });
  });

  it('may say as little as a name', () => {
    const least = { agentName: null, address: null };
    expect(parsed({ agents: [{ containerName: 'a' }] })).toMatchObject({ agents: [{ containerName: 'a', ...least }] });
    expect(parsed({ a: {} })).toMatchObject({ agents: [{ containerName: 'a', ...least }] });
    expect(parsed({ agents: [{ name: 'a' }] })).toMatchObject({ agents: [{ containerName: 'a', agentName: 'a' }] });
    expect(parsed({ agents: {} })).toMatchObject({ agents: [{ containerName: 'agents' }] });
    expect(parsed({ agents: [] })).toEqual({ agents: [] });
  });

  it('names a container once, and passes over what is no record', () => {
    expect(
      parsed({ agents: [null, 7, {}, { containerName: 'a', hostPort: 1 }, { containerName: 'a', hostPort: 70_000 }] }),
    ).toMatchObject({ agents: [{ containerName: 'a', address: null }] });
  });

  it.each([
    ['', 'it is empty'],
    ['{"agents": [', 'it is not JSON'],
    ['[]', 'it holds no map'],
  ])('that is %j says nothing: %s', (text, fault) => {
    expect(parseAgentsJson(text)).toEqual({ fault });
  });

  it('is read or refused, whatever is in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = parsed(value);
        if ('agents' in read) for (const { containerName } of read.agents) expect(containerName).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});
