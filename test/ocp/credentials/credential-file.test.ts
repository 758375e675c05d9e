import { Decrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { credentialFile } from '../../../src/ocp/credentials/credential-file.ts';
import { encryptInWorker } from '../../../src/ocp/credentials/encrypt-worker.ts';
import { OcpFault } from '../../../src/workflow/ports.ts';

const key = 'Correct-horse-7\\|?';
const order = {
  cluster: { ocp: 'embedded', id: 2, name: 'payments', obClusterId: 1001 },
  credentials: [],
  exportedAt: new Date('2026-11-22T10:00:00Z'),
  key,
  workFactor: 10,
};

async function decrypted(bytes: Uint8Array): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(key);
  return decrypter.decrypt(bytes, 'text');
}

describe('The credential file', () => {
  it('is an age file that says what it holds', async () => {
    const { bytes } = await credentialFile(order);
    expect(Buffer.from(bytes).toString('latin1')).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S+ 10\n/);
    expect(JSON.parse(await decrypted(bytes))).toEqual({
      about: expect.stringContaining('OceanBase'),
      version: 1,
      exportedAt: '2026-11-22T10:00:00.000Z',
      cluster: { name: 'payments', obClusterId: 1001, ocp: 'embedded', id: 2 },
      credentials: [],
    });
  });

  it.each([
    ['payments', 'payments-1001-credentials.json.age'],
    ['../../etc/passwd', '______etc_passwd-1001-credentials.json.age'],
    ['a b:c', 'a_b_c-1001-credentials.json.age'],
  ])('of the cluster %j is named %s', async (name, fileName) => {
    expect((await credentialFile({ ...order, cluster: { ...order.cluster, name } })).name).toBe(fileName);
  });

  it('that cannot be made is a definite fault without the key', async () => {
    const fault = await credentialFile({ ...order, workFactor: 99 }).catch((error: unknown) => error);
    if (!(fault instanceof OcpFault)) throw new Error('no OcpFault', { cause: fault });
    expect(fault.unanswered).toBe(false);
    expect(fault.message).toMatch(
      /^The credentials of payments:1001 were not exported: .* Nothing was changed/,
    );
    expect(`${fault.stack}${JSON.stringify(fault.failure)}${String(fault.cause)}`).not.toContain(key);
  });
});

describe('The encryption', () => {
  it('leaves this thread free', async () => {
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    await encryptInWorker({ text: 'x', key, workFactor: 15 });
    clearInterval(turning);
    expect(turns).toBeGreaterThan(5);
  });

  it('is given up after its time', async () => {
    await expect(encryptInWorker({ text: 'x', key, workFactor: 20, limitMs: 1 })).rejects.toThrow(
      'more than 0.001 s',
    );
  });

  it('fails when the worker fails', async () => {
    await expect(encryptInWorker({ text: 'x', key, workFactor: 99 })).rejects.toThrow(
      /^the encryption failed/,
    );
  });
});
