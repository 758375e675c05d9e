import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../src/config/settings.ts';

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

  it('gives the two commands as they are', () => {
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });
});
