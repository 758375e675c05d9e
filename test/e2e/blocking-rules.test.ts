import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Cluster } from '../../src/domain/cluster.ts';
import { OcpFault } from '../../src/workflow/ports.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { bareOcp } from '../bare-ocp.ts';
import { createFaults, lies } from '../faults.ts';
import { messageText } from '../flatten-blocks.ts';
import { answerMessage, openModal, press, refusalOf, tracesOf, waitForEdit } from './conversation.ts';
import { KEY, openStage, type Stage } from './stage.ts';

const ocp = createFaults();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ wrapOcp: (real) => ocp.around('ocp', real) });
});
afterAll(() => stage.close());
afterEach(async () => {
  await (await stage.ada.openView())?.close();
});

describe('A cluster that must not be moved', () => {
  it.each([
    ['search', 'The cluster is OPERATING; it can be moved only when it is RUNNING, STOPPED or UNAVAILABLE.'],
    ['ocp_meta', "This is OCP's own metadata cluster (MetaDB); it must stay."],
    ['orders:1002', 'Its standby must go first: orders:1003 (in OCP embedded) is still listed.'],
  ])('%s: the modal says why instead of offering Move Out', async (cluster, why) => {
    const modal = await openModal(stage.ada, cluster);
    expect(modal.text()).toContain(`✕ Blocked: ${why}`);
    expect(modal.text()).toContain('This cluster cannot be moved now. Nothing was changed.');
    expect(modal.view.submit).toBeUndefined();
    expect(modal.view.blocks.filter(({ type }) => type === 'input')).toEqual([]);
  });

  it.each(['MOVINGOUT', 'CREATING', 'DELETING', 'A_STATE_OF_NEXT_YEAR'])(
    'one in state %s',
    async (status) => {
      ocp.next(
        'ocp.readCluster',
        lies<Cluster>((truth) => ({ ...truth, status })),
      );
      const modal = await openModal(stage.ada, 'coupons');
      expect(modal.text()).toContain(`✕ Blocked: The cluster is ${status};`);
      expect(modal.view.submit).toBeUndefined();
    },
  );

  it.each(['archive_2024', 'logistics'])('%s is STOPPED or UNAVAILABLE, and may go', async (cluster) => {
    expect((await openModal(stage.ada, cluster)).view.submit).toBe('Move Out');
  });

  it('Try Again in a blocked modal looks again, and offers Move Out when nothing blocks any more', async () => {
    ocp.next(
      'ocp.readCluster',
      lies<Cluster>((truth) => ({ ...truth, status: 'OPERATING' })),
    );
    const modal = await openModal(stage.ada, 'coupons');
    expect(modal.view.submit).toBeUndefined();
    await modal.click('Try Again');
    await modal.waitFor(/\[Move Out\]/);
  });
});

describe('Hosts that cannot be deleted', () => {
  it.each([
    ['orders:1003', undefined],
    ['loyalty', 'loyalty-a1 (10.20.7.11): OB_CLUSTER coupons:1008'],
    ['coupons', 'loyalty-a1 (10.20.7.11): OB_CLUSTER loyalty:1007'],
    ['archive_2024', 'archive-2024-a1 (10.20.4.11): OMS oms_nightly'],
  ])('of %s', async (cluster, held) => {
    const modal = await openModal(stage.ada, cluster);
    if (held === undefined) expect(modal.text()).not.toContain('cannot be deleted');
    else {
      expect(modal.text()).toContain('⚠ Warning: 1 of 3 hosts carries other services and cannot be deleted.');
      expect(modal.text()).toContain(
        `Hosts that cannot be deleted (1), because other services are deployed on them:\n• ${held}`,
      );
      expect(modal.text()).not.toContain(`] ${held.split(' ')[0]}`);
      expect(modal.checked()).toHaveLength(2);
    }
  });

  it('are kept, and the card says so', async () => {
    const text = messageText(await askMoveOut(stage.ada, 'coupons'));
    expect(text).toContain('Hosts to delete (2) coupons-a1, coupons-b1\nHosts to keep (1) loyalty-a1');
    expect(text).toContain('⚠️ 1 of 3 hosts carries other services and cannot be deleted.');
  });
});

it('A second request of a cluster is blocked while one is open, and names it', async () => {
  await askMoveOut(stage.ada, 'logistics');
  // A card that is posted is noted a moment later.
  await expect
    .poll(async () => JSON.stringify((await answerMessage(stage.ada, '/moveout status logistics')).blocks))
    .toMatch(/\|MO-[0-9A-Z]{6}>/);
  const modal = await openModal(stage.grace, 'logistics');
  expect(modal.text()).toMatch(
    /✕ Blocked: Request MO-[0-9A-Z]{6} is open for this cluster; it must end before another one is made\./,
  );
  expect(JSON.stringify(modal.view.blocks)).toMatch(/<https?:[^|]+\|Open the card of that request>/);
  expect(modal.view.submit).toBeUndefined();
  await modal.close();
});

it('A rule that is broken since the request stops the vote, the card says what changed, and approval is asked for again', async () => {
  const card = await askMoveOut(stage.ada, 'archive_2024');
  ocp.next(
    'ocp.readCluster',
    lies<Cluster>((truth) => ({ ...truth, status: 'OPERATING' })),
  );
  expect(await refusalOf(stage.grace, card, 'Approve')).toMatch(
    /^What people voted on is no longer so\. The cluster was STOPPED and is OPERATING now\. .* Your approval was not counted: look at the card/,
  );
  const changed = await waitForEdit(stage.ada, card, /The cluster is OPERATING; it can be moved only when/);
  expect(messageText(changed)).toContain('It cannot be approved while that is so.');
  expect(messageText(changed)).toContain(
    'Changed since the request\n• The cluster was STOPPED and is OPERATING now.',
  );
  await stage.ada.waitForReply(card, /🔁 This is no longer what was asked for\./);
  await stage.ada.waitForDirectMessage(/🔁 The move-out of archive_2024:1004 must be approved again/);
  // A vote looks again, and finds that all is as it was.
  expect(await refusalOf(stage.grace, changed, 'Approve')).toMatch(
    /The cluster was OPERATING and is STOPPED now\./,
  );
  const again = await waitForEdit(stage.ada, card, /^(?![\s\S]*Changed since the request)/);
  expect(messageText(again)).toContain('Approvals 0 of 1');
  expect(ocp.calls.filter(({ name }) => name === 'ocp.exportCredentials')).toEqual([]);
  await press(stage.linus, again, 'Cancel');
  await waitForEdit(stage.ada, card, /Cancelled by|Cancelled · archive_2024/);
  expect(await tracesOf(stage, KEY)).toEqual([]);
});

it('A primary may go when its standby has gone', async () => {
  const blocked = await openModal(stage.grace, 'orders:1002');
  expect(blocked.text()).toContain('orders:1003 (in OCP embedded) is still listed');
  const card = await askMoveOut(stage.ada, 'orders:1003');
  await press(stage.grace, card, 'Approve');
  await waitForEdit(stage.ada, card, /^✅ Completed/);
  await blocked.click('Try Again');
  await blocked.waitFor(/✓ Passed: The cluster has no standby that must go first\.[\s\S]*\[Move Out\]/);
  expect(blocked.text()).toContain('orders-c1 (10.20.2.13): OB_PROXY obproxy_orders');
});

describe('With a second OCP', () => {
  it.each<[string, () => Promise<never[] | readonly Cluster[]>, string]>([
    [
      'that lists the standby',
      async () => [standby],
      'Its standby must go first: orders:1003 (in OCP berlin) is still listed.',
    ],
    [
      'that lists the standby, but answers later than a list would wait',
      slowly(async () => [standby]),
      'Its standby must go first: orders:1003 (in OCP berlin) is still listed.',
    ],
    [
      'that cannot be read',
      async () => {
        throw new OcpFault({ message: 'OCP did not answer within 10 s.' }, { unanswered: true });
      },
      'OCP berlin may still list its standby orders:1003, since its clusters could not be read: OCP did not answer within 10 s.',
    ],
  ])('%s the primary is blocked', async (_, listClusters, why) => {
    const own = createFaults();
    const two = await openStage({
      otherOcps: [bareOcp('berlin', { listClusters })],
      wrapOcp: (real) => own.around('ocp', real),
    });
    const withoutStandby = lies<readonly Cluster[]>((all) => all.filter((each) => each.obClusterId !== 1003));
    own.next('ocp.listClusters', withoutStandby, 20);
    const modal = await openModal(two.ada, 'orders:1002');
    await modal.waitFor(/Prechecks/, { timeoutMs: 18_000 });
    expect(modal.text()).toContain(`✕ Blocked: ${why}`);
    expect(modal.view.submit).toBeUndefined();
    await two.close();
  });
});

/** What takes longer than anybody waits who only looks; a rule waits for it. */
function slowly<T>(answer: () => Promise<T>): () => Promise<T> {
  return async () => {
    await sleep(6_500);
    return answer();
  };
}

const standby: Cluster = {
  ocp: 'berlin',
  id: 9,
  name: 'orders',
  obClusterId: 1003,
  type: 'STANDBY',
  status: 'RUNNING',
  metaDb: false,
  standbys: [],
  zones: [],
  hosts: [],
  serversWithoutHost: [],
  tenantCount: 1,
};
