import { afterEach, describe, expect, it } from 'vitest';
import { moveOutOptionsOf } from '../../../src/ocp/http/version.ts';
import { type Answer, json, type OddServer, oddServer, refusal } from './odd-server.ts';

const NONE = { deleteHosts: 'none', skipHosts: false, keepClusterInfo: false, configAddress: false };
const ALL_OR_NONE = { ...NONE, deleteHosts: 'all or none', configAddress: true };
const EACH = { deleteHosts: 'each', skipHosts: true, keepClusterInfo: true, configAddress: true };

describe('what the move-out of a version lets be said', () => {
  it.each([
    [undefined, NONE],
    ['', NONE],
    ['unknown', NONE],
    ['3.3.0', NONE],
    ['4.2.1', NONE],
    ['4.2.9', NONE],
    ['4.3', ALL_OR_NONE],
    ['4.3.0', ALL_OR_NONE],
    ['4.3.4', ALL_OR_NONE],
    ['4.3.5', EACH],
    ['4.3.10', EACH],
    ['4.4.0', EACH],
    ['5.0.0', EACH],
  ])('%s', (version, options) => {
    expect(moveOutOptionsOf(version)).toEqual(options);
  });
});

describe('the version of an OCP', () => {
  let server: OddServer;
  afterEach(() => server.stop());

  it.each([
    ['4.2.1_20231208', NONE],
    ['4.3.4-20250101', ALL_OR_NONE],
    ['4.3.5', EACH],
    ['SNAPSHOT', NONE],
  ])('is read from "%s", and kept', async (buildVersion, options) => {
    server = await oddServer(json(200, { name: 'ocp', buildVersion }));
    const { ocp } = server.client();
    expect(await ocp.moveOutOptions()).toEqual(options);
    expect(await ocp.moveOutOptions()).toEqual(options);
    expect(server.asked).toEqual(['GET /api/v2/info']);
  });

  it('is read again after some minutes', async () => {
    let now = new Date('2026-11-25T10:00:00Z');
    server = await oddServer(json(200, { buildVersion: '4.3.5' }));
    const { ocp } = server.client({}, {}, () => now);
    await ocp.moveOutOptions();
    now = new Date('2026-11-25T10:06:00Z');
    await ocp.moveOutOptions();
    expect(server.asked).toHaveLength(2);
  });

  it.each<[string, Answer]>([
    ['a cut connection', (response) => response.destroy()],
    ['a server that starts', (response) => response.writeHead(503).end('<html>')],
  ])('is asked for again after %s', async (_what, first) => {
    server = await oddServer((response, request) =>
      (server.asked.length === 1 ? first : json(200, { buildVersion: '4.3.5' }))(response, request),
    );
    expect(await server.client().ocp.moveOutOptions()).toEqual(EACH);
    expect(server.asked).toHaveLength(2);
  });

  it('is no guess when OCP does not say', async () => {
    server = await oddServer(refusal(500, 1, 'x'));
    await expect(server.client().ocp.moveOutOptions()).rejects.toThrow(
      'OCP hz does not say which version it is (HTTP 500',
    );
  });
});
