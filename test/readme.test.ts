import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SETTINGS } from '../src/config/settings.ts';
import { withoutSocketMode } from './http-manifest.ts';

const packageJson = z.object({ dependencies: z.record(z.string(), z.string()) });
const readme = readFileSync('README.md', 'utf8');

describe('README', () => {
  it.each(SETTINGS)('tells of $name as it is', ({ name, default: value, meaning }) => {
    expect(readme).toContain(`| \`${name}\` | ${value} | ${meaning} |`);
  });

  it('tells of no setting that does not exist', () => {
    const named = new Set(readme.match(/\b(?:MOVEOUT|SLACK)_[A-Z_]+\b/g));
    expect([...named].filter((name) => !SETTINGS.some((setting) => setting.name === name))).toEqual([]);
    const ocps = new Set(
      readme.match(/\bOCP_(?:HZ|SH)_[A-Z_]+\b/g)?.map((name) => name.slice('OCP_HZ'.length)),
    );
    const known = SETTINGS.map(({ name }) => name.replace('OCP_<NAME>', ''));
    expect([...ocps].filter((suffix) => !known.includes(suffix))).toEqual([]);
  });

  it('says of the manifest without Socket Mode what the tests run with', () => {
    const [, block = ''] = /### Without Socket Mode[\s\S]*?\n((?: {4}.*\n)+)/.exec(readme) ?? [];
    const url = 'https://moveout.example.com/slack/events';
    const changed: unknown = parse(withoutSocketMode(readFileSync('manifest.yml', 'utf8'), url));
    expect(block).toContain('socket_mode_enabled: false');
    expect(changed).toMatchObject(parse(block));
  });

  it('says of every production dependency what it is for', () => {
    const { dependencies } = packageJson.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const [, listed = ''] = /Production dependencies: (.*)\./s.exec(readme) ?? [];
    // Each name, or several together, and then the word in brackets.
    const groups = [...listed.matchAll(/([^()]+)\(([^()]+)\)/g)].map(([, names = '', why = '']) => ({
      names,
      why,
    }));
    expect(groups.every(({ why }) => /\w{4,}/.test(why))).toBe(true);
    const named = groups.flatMap(({ names }) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('gives the two commands as they are', () => {
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });
});
