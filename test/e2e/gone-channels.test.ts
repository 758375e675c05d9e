/** Requests whose channel is gone: who asked for them ends them, and so does an administrator, also when that person has left. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { createFaults, refused } from '../faults.ts';
import { waitUntil } from '../wait-until.ts';
import { answerMessage, answerTo, press, requestIdOf, waitForEdit } from './conversation.ts';
import { type Stage, type StageOptions, stageFor } from './stage.ts';

const DAY_MS = 86_400_000;

/** Ada, Grace and Moveout are in it, Linus is not. */
const PRIVATE = 'G0DBA';
const ADMINS = { MOVEOUT_ADMINS: 'U0LINUS' };

/** A request of Ada's in a private channel, from which Moveout is removed then. */
async function gone(
  context: TestContext,
  options: StageOptions = {},
  until: (stage: Stage, card: Awaited<ReturnType<typeof askMoveOut>>) => Promise<unknown> = async () =>
    undefined,
): Promise<{ stage: Stage; id: string }> {
  const stage = await stageFor(context, options, ['channel_not_found']);
  const card = await askMoveOut(stage.ada, 'payments', { channel: PRIVATE });
  await until(stage, card);
  await stage.controls.setMember(PRIVATE, 'U0MOVEOUT', false);
  return { stage, id: requestIdOf(card) };
}

/** The files of the requests that are not archived. */
function active({ dataDir }: Stage): Promise<string[]> {
  return readdir(join(dataDir, 'active'));
}

function lines({ log }: Stage, words: string): string[] {
  return log.filter((line) => line.includes(words));
}

async function untilHealth(stage: Stage, status: 'ok' | 'degraded'): Promise<void> {
  const [, url] = /"url":"([^"]+)"/.exec(lines(stage, 'health and metrics are served').at(-1) ?? '') ?? [];
  let last = '';
  await waitUntil(
    async () => {
      last = await (await fetch(new URL('/healthz', url))).text();
      return JSON.parse(last).status === status ? true : undefined;
    },
    () => `The health is not ${status}: ${last}`,
  );
}

describe('A request whose channel is gone', () => {
  it.concurrent('is cancelled by an administrator, who is not in that channel; the cluster can be requested anew', async (context) => {
    const { stage, id } = await gone(context, { env: ADMINS });
    const { ada, grace, linus } = stage;
    const doctor = await answerTo(linus, '/moveout doctor');
    expect(doctor).toContain(
      `✗ Channels of open requests: Moveout is not in G0DBA. Type /invite @Moveout there. If it is gone for good, an administrator can end its requests: /moveout cancel ${id}.`,
    );
    expect(await answerTo(linus, '/moveout status')).not.toContain(id);
    const why = await answerTo(linus, `/moveout why ${id}`);
    expect(why).toMatch(/^Moveout could not read from Slack who may do what here \(.*\)\. Until it can, all/);
    expect(why).toContain(`all that you may do is end it: type /moveout cancel ${id}.`);
    expect(await answerTo(ada, `/moveout why ${id}`)).toContain(`end it: type /moveout cancel ${id}.`);
    expect(await answerTo(grace, `/moveout cancel ${id}`)).toMatch(/^Slack did not say whether you may see/);
    expect(await answerTo(linus, `/moveout cancel ${id}`)).toContain('is cancelled; nothing was moved.');
    await askMoveOut(grace, 'payments');
  });

  it.concurrent('is given up by an administrator when its run failed after the submit', async (context) => {
    const faults = createFaults();
    const options: StageOptions = { env: ADMINS, wrapOcp: (real) => faults.around('ocp', real) };
    const { stage, id } = await gone(context, options, async ({ ada, grace }, card) => {
      faults.next('ocp.moveOut', refused);
      await press(grace, card, 'Approve');
      await waitForEdit(ada, card, /Step failed/);
    });
    const { linus } = stage;
    expect(await answerTo(linus, '/moveout doctor')).toContain(`/moveout status ${id}, Give Up.`);
    expect(await answerTo(linus, `/moveout cancel ${id}`)).toBe(
      `Too late to cancel: the move-out may be in OCP already. To end the request as it stands, type /moveout status ${id}, then press Give Up.`,
    );
    await press(linus, await answerMessage(linus, `/moveout status ${id}`), 'Give Up');
    await waitUntil(
      async () => (await answerTo(linus, `/moveout status ${id}`)).includes('Abandoned') || undefined,
      () => 'It was not given up.',
    );
  });

  it.concurrent('is ended by its requester alone where no administrators are set, and the doctor says so', async (context) => {
    const { stage, id } = await gone(context);
    const { ada, linus } = stage;
    const doctor = await answerTo(linus, '/moveout doctor');
    expect(doctor).toContain('If it is gone for good, only its requesters can end its requests');
    expect(doctor).not.toContain(id);
    expect(await answerTo(linus, `/moveout cancel ${id}`)).toMatch(/^Slack did not say whether you may see/);
    expect(await answerTo(ada, `/moveout cancel ${id}`)).toContain('is cancelled');
  });

  it.concurrent('is put away a week after its end, and the process is well again', async (context) => {
    const { stage, id } = await gone(context, { env: { MOVEOUT_METRICS_PORT: '0' } });
    const { ada } = stage;
    expect(await answerTo(ada, `/moveout cancel ${id}`)).toContain('is cancelled');
    await ada.waitForDirectMessage(/cannot be posted in .*Moveout is not in it/);
    await stage.restart(6 * DAY_MS);
    await waitUntil(
      () => (lines(stage, 'publish failed').length > 1 ? true : undefined),
      () => 'It was not tried again.',
    );
    expect(await active(stage)).toEqual([`${id}.json`]);
    // A look on a busy machine may take too long once.
    await untilHealth(stage, 'degraded');
    await stage.restart(1.1 * DAY_MS);
    await waitUntil(
      async () => ((await active(stage)).length === 0 ? true : undefined),
      () => 'It is still active.',
    );
    await untilHealth(stage, 'ok');
    expect(lines(stage, 'was never told in its channel')).toEqual([expect.stringContaining(id)]);
    expect(await answerTo(ada, `/moveout status ${id}`)).toContain('Cancelled');
  });
});
