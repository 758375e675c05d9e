/** A clock that was hours ahead is put right: people see no less for it. */
import { describe, expect, it, type TestContext } from 'vitest';
import type { ClusterSummary } from '../../src/domain/cluster.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { createFaults, lies } from '../faults.ts';
import { words } from '../flatten-blocks.ts';
import { openModal } from './conversation.ts';
import { stageFor } from './stage.ts';

/** A stage whose clock is eight hours ahead until it is put right. */
async function ahead(context: TestContext) {
  let shift = 8 * 3_600_000;
  const faults = createFaults();
  const stage = await stageFor(context, {
    clock: { now: () => new Date(Date.now() + shift) },
    wrapOcp: (real) => faults.around('ocp', real),
  });
  const putRight = () => {
    shift = 0;
  };
  return { stage, faults, putRight };
}

describe('When a clock that was eight hours ahead is put right,', () => {
  it.concurrent('a home that is opened again shows what is there by then', async (context) => {
    const { stage, putRight } = await ahead(context);
    await (await stage.grace.openHome()).waitFor(/Nothing waits for your approval\./);
    putRight();
    await askMoveOut(stage.ada, 'payments');
    await stage.grace.openHome();
    await stage.grace.waitForHome(/Waiting for you \(1\)/);
  });

  it.concurrent('the clusters to choose from are those that OCP lists now', async (context) => {
    const { stage, faults, putRight } = await ahead(context);
    const offered = async () => {
      const modal = await openModal(stage.ada);
      const shown = await modal.suggest(/Which cluster/, 'pay');
      await modal.close();
      return shown.map(({ text }) => words(text)).join('\n');
    };
    expect(await offered()).toContain('payments:1001');
    putRight();
    faults.next(
      'ocp.listClusters',
      lies<readonly ClusterSummary[]>((all) => all.map((one) => ({ ...one, name: `${one.name}_2` }))),
      100,
    );
    expect(await offered()).toContain('payments_2:1001');
  });
});
