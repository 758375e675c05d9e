import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { createFaults, refused, unanswered } from '../faults.ts';
import { messageText } from '../flatten-blocks.ts';
import { waitUntil } from '../wait-until.ts';
import { buttonsOf, openModal, waitForEdit } from './conversation.ts';
import { openStage, type Stage } from './stage.ts';

const SLOW =
  /OCP has not answered yet\. Moveout keeps waiting; this fills in when the answer comes\.[\s\S]*\[Try Again\]/;

async function slowStage(): Promise<{ stage: Stage; ocp: ReturnType<typeof createFaults> }> {
  const ocp = createFaults();
  return { ocp, stage: await openStage({ wrapOcp: (real) => ocp.around('ocp', real) }) };
}

/** What OCP waits for before it answers, until the test lets it. */
function gate(): { open: () => void; closed: Promise<void> } {
  let open: () => void = () => undefined;
  const closed = new Promise<void>((done) => {
    open = done;
  });
  return { open, closed };
}

// All at once, since each waits most of the time; what they wait for is given by waitUntil, since expect.poll wants to be alone.
describe.concurrent('While OCP is slow', () => {
  it('for 10 s, the modal opens at once, then says so, then is filled', async () => {
    const { stage, ocp } = await slowStage();
    ocp.next('ocp.readCluster', { kind: 'preceded', by: () => sleep(10_000) });
    const outcome = await stage.ada.command('/moveout payments');
    expect(outcome.ok).toBe(true);
    const modal = await stage.ada.waitForView(/Loading/);
    expect(modal.view.submit).toBeUndefined();
    await modal.waitFor(SLOW);
    expect(modal.view.submit).toBeUndefined();
    await modal.waitFor(/payments:1001[\s\S]*\[Move Out\]/, { timeoutMs: 15_000 });
    await stage.close();
  });

  it('Try Again asks anew, and the late answer of before changes nothing', async () => {
    const { stage, ocp } = await slowStage();
    const { open, closed } = gate();
    ocp.next('ocp.readCluster', { kind: 'preceded', by: () => closed });
    const modal = await openModal(stage.ada, 'payments');
    await modal.waitFor(SLOW);
    await modal.click('Try Again');
    await modal.waitFor(/payments:1001[\s\S]*\[Move Out\]/);
    await modal.uncheck('payments-a1');
    await modal.type('Reason', 'half typed');
    const { hash } = modal.view;
    open();
    await until(() => ocp.calls.filter(({ name, done }) => name === 'ocp.readCluster' && done).length === 2);
    await sleep(100);
    await modal.refresh();
    expect(modal.view.hash).toBe(hash);
    await stage.close();
  });

  it('to list its clusters, Try Again does not wait for the same answer', async () => {
    const { stage, ocp } = await slowStage();
    const { open, closed } = gate();
    ocp.next('ocp.listClusters', { kind: 'preceded', by: () => closed });
    const modal = await openModal(stage.ada, 'payments');
    await modal.waitFor(SLOW);
    await modal.click('Try Again');
    await modal.waitFor(/payments:1001[\s\S]*\[Move Out\]/);
    open();
    await stage.close();
  });

  it('closing the modal is no fault when the answer comes', async () => {
    const { stage, ocp } = await slowStage();
    const { open, closed } = gate();
    ocp.next('ocp.readCluster', { kind: 'preceded', by: () => closed });
    await stage.ada.command('/moveout payments');
    const modal = await stage.ada.waitForView(/Loading/);
    await until(() => ocp.calls.some(({ name }) => name === 'ocp.readCluster'));
    await modal.close();
    open();
    await until(async () => (await stage.calls()).filter(({ ok }) => !ok).length === 1);
    expect(stage.log.filter((line) => line.includes('listener failed'))).toEqual([]);
    await stage.close(['not_found']);
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  await waitUntil(
    async () => (await holds()) || undefined,
    () => `It never came true: ${holds}`,
  );
}

describe.concurrent('While OCP fails', () => {
  it.each([
    ['does not answer', unanswered, 'OCP did not answer within 10 s.'],
    ['refuses', refused, 'OCP refused it.'],
  ])('because it %s, the modal says so in words, and Try Again works', async (_, fault, words) => {
    const { stage, ocp } = await slowStage();
    ocp.next('ocp.readCluster', fault);
    const modal = await openModal(stage.ada, 'payments');
    expect(modal.text()).toContain(`This could not be loaded: ${words}\nNothing was changed.\n[Try Again]`);
    expect(modal.view.submit).toBeUndefined();
    await modal.click('Try Again');
    await modal.waitFor(/payments:1001[\s\S]*\[Move Out\]/);
    await stage.close();
  });

  it('to list its clusters, the modal does not claim that the cluster does not exist', async () => {
    const { stage, ocp } = await slowStage();
    ocp.next('ocp.listClusters', unanswered);
    const modal = await openModal(stage.ada, 'payments');
    expect(modal.text()).toContain(
      'No OCP that could be read lists a cluster “payments”; it may be in one that could not.',
    );
    expect(modal.text()).toContain('OCP embedded cannot be read: OCP did not answer within 10 s.');
    await modal.click('Try Again');
    await modal.waitFor(/payments:1001[\s\S]*\[Move Out\]/);
    await stage.close();
  });

  it('the picker says so, and still opens', async () => {
    const { stage, ocp } = await slowStage();
    ocp.next('ocp.listClusters', unanswered);
    const modal = await openModal(stage.ada);
    expect(modal.text()).toContain('OCP embedded cannot be read: OCP did not answer within 10 s.');
    await modal.select(/^payments:/, { query: 'pay' });
    await modal.waitFor(/payments:1001[\s\S]*\[Move Out\]/);
    await stage.close();
  });
});

// Here because it takes as long as the slow OCP: both wait at the same time.
describe.concurrent('Nobody approves in time', () => {
  it('the request expires, says so, and is open no more', async () => {
    const stage = await openStage({ env: { MOVEOUT_APPROVAL_TTL: '10s' } });
    const modal = await openModal(stage.ada, 'loyalty');
    expect(modal.text()).toContain('The request expires when it is not approved within 10 seconds.');
    await modal.close();
    const card = await askMoveOut(stage.ada, 'payments');
    const expired = await waitForEdit(stage.ada, card, /^⌛ Expired · payments:1001/, { timeoutMs: 15_000 });
    expect(messageText(expired)).toContain('Not approved in time (0 of 1). Nothing was moved.');
    expect(buttonsOf(expired)).toEqual([]);
    await stage.ada.waitForReply(card, /@U0ADA ⌛ Not approved in time \(0 of 1\)\. Nothing was moved\./);
    await stage.ada.waitForDirectMessage(/The move-out of payments:1001 expired\. Not approved in time/);
    expect((await openModal(stage.ada, 'payments')).view.submit).toBe('Move Out');
    await stage.close();
  });
});
