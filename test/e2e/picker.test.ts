import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ocp } from '../../src/workflow/ports.ts';
import { createFaults, unanswered } from '../faults.ts';
import { flattenBlocks, messageText, words } from '../flatten-blocks.ts';
import type { Modal } from '../modal.ts';
import { answerTo, openModal } from './conversation.ts';
import { inventoryOf } from './inventory-of.ts';
import { openStage, type Stage } from './stage.ts';

const many = Array.from({ length: 490 }, (_, index) => ({
  name: `shop-${index + 1}`,
  obClusterId: 2_000 + index,
}));
const inventory = inventoryOf([
  ...many,
  { name: 'twin', obClusterId: 1 },
  { name: 'twin', obClusterId: 2, status: 'STOPPED' },
  ...['list', 'status', 'help', 'LIST'].map((name, index) => ({ name, obClusterId: 70 + index })),
]);
const ocp = createFaults();
let stage: Stage;
let onCall: () => void = () => undefined;

/** The OCP, with `onCall` told of every call. */
function heard(real: Ocp): Ocp {
  return new Proxy(real, {
    get(target, key, receiver) {
      onCall();
      return Reflect.get(target, key, receiver);
    },
  });
}

beforeAll(async () => {
  stage = await openStage({ inventory, wrapOcp: (real) => heard(ocp.around('ocp', real)) });
});
afterAll(() => stage.close());

async function offered(modal: Modal, typed: string): Promise<string[]> {
  return (await modal.suggest(/Which cluster/, typed)).map(({ text }) => words(text));
}

describe('The modal at first', () => {
  it('is loading: one block, nothing to submit, opened before OCP is asked anything', async () => {
    await stage.fault({ method: 'views.open', kind: 'delay', ms: 300 });
    // Long enough to be seen by somebody who looks every few milliseconds.
    await stage.fault({ method: 'views.update', kind: 'delay', ms: 500 });
    const typed = Date.now();
    const asked: number[] = [];
    onCall = () => asked.push(Date.now());
    const command = stage.ada.command('/moveout shop-7');
    const modal = await stage.ada.waitForView();
    const { blocks, submit } = modal.view;
    await command;
    await modal.waitFor(/shop-7:2006[\s\S]*\[Move Out\]/);
    onCall = () => undefined;
    const opening = (await stage.calls()).find(({ method, at }) => method === 'views.open' && at >= typed);
    expect(opening?.at).toBeGreaterThanOrEqual(typed + 290);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((at) => at < (opening?.at ?? 0))).toEqual([]);
    expect({ blocks: blocks.length, submit, text: flattenBlocks(blocks) }).toEqual({
      blocks: 1,
      submit: undefined,
      text: 'Loading from OCP …',
    });
    await modal.close();
  });
});

describe('The picker of 500 clusters', () => {
  it('opens without a name, offers the first 100, filters as one types, and goes on with what is picked', async () => {
    const modal = await openModal(stage.ada);
    expect(modal.text()).toContain('Which cluster?');
    expect(modal.view.submit).toBeUndefined();
    expect(await offered(modal, '')).toHaveLength(100);
    expect(await offered(modal, 'SHOP-49')).toEqual([
      'shop-49:2048 · PRIMARY · RUNNING',
      'shop-490:2489 · PRIMARY · RUNNING',
    ]);
    expect(await offered(modal, ':2100')).toEqual(['shop-101:2100 · PRIMARY · RUNNING']);
    expect(await offered(modal, 'no such cluster')).toEqual([]);
    await modal.select(/^shop-300:/, { query: 'shop-30' });
    await modal.waitFor(/shop-300:2299[\s\S]*\[Move Out\]/);
    await modal.close();
  });

  it('offers clusters from its list while OCP does not answer', async () => {
    const modal = await openModal(stage.ada);
    ocp.next('ocp.listClusters', unanswered, 50);
    expect(await offered(modal, 'shop-12')).toHaveLength(11);
    ocp.clear();
    await modal.close();
  });

  it('opens for a name that two clusters have', async () => {
    const modal = await openModal(stage.ada, 'twin');
    expect(modal.text()).toContain(
      'There is more than one cluster "twin": twin:1, twin:2. Pick the one you mean.',
    );
    await modal.select('twin:2 · PRIMARY · STOPPED', { query: 'twin' });
    await modal.waitFor(/twin:2\n[\s\S]*\[Move Out\]/);
    await modal.close();
  });

  it('is not needed for a name with its obClusterId', async () => {
    const modal = await openModal(stage.ada, 'twin:1');
    expect(modal.text()).toMatch(/twin:1\n[\s\S]*\[Move Out\]/);
    await modal.close();
  });
});

describe('What follows the command', () => {
  it.each([
    ['list', /^OCP embedded: 496 clusters$/m],
    ['LIST', /^OCP embedded: 496 clusters$/m],
    ['status', /^No request is open\.$/m],
    ['help', /^Moveout moves an OceanBase cluster out of its OCP\.$/m],
    ['shop-1 now', /^shop-1 now is no command of Moveout\.$/m],
    ['list all now', /^Moveout cannot read \/moveout list all now\. It is written so:$/m],
    ['shop-1:x', /^shop-1:x is no command of Moveout\.$/m],
  ])('%j is answered by words, even if a cluster has that name', async (typed, answer) => {
    expect((await answerTo(stage.grace, `/moveout ${typed}`)).replaceAll('*', '')).toMatch(answer);
    expect(await stage.grace.openView()).toBeUndefined();
  });

  it.each(['list:70', 'status:71', 'help:72', 'LIST:73'])('%j means the cluster', async (typed) => {
    const modal = await openModal(stage.grace, typed);
    expect(modal.text()).toMatch(new RegExp(`^${typed}$`, 'm'));
    await modal.close();
  });

  it('of a cluster that does not exist is said to be unknown, and Try Again looks again', async () => {
    const modal = await openModal(stage.grace, 'shop');
    expect(modal.text()).toContain('No OCP that Moveout knows lists a cluster “shop”. See /moveout list.');
    expect(modal.view.submit).toBeUndefined();
    await stage.grace.waitForMessage('C0ONCALL', /^shop is no command of Moveout\./);
    const before = ocp.calls.length;
    await modal.click('Try Again');
    await modal.waitFor(/No OCP that Moveout knows/);
    expect(ocp.calls.length).toBeGreaterThan(before);
    await modal.close();
  });

  it('is not taken for a mistyped command when it is named with its obClusterId', async () => {
    const before = (await stage.linus.messages('C0ONCALL')).length;
    const modal = await openModal(stage.linus, 'shop:9');
    expect(modal.text()).toContain('No OCP that Moveout knows lists a cluster “shop:9”.');
    await modal.close();
    await answerTo(stage.linus, '/moveout help');
    expect((await stage.linus.messages('C0ONCALL')).length).toBe(before + 1);
  });
});

it('The list of 500 clusters says how many there are, and shows the first ones', async () => {
  const text = await answerTo(stage.linus, '/moveout list');
  expect(text).toContain('shop-1:2000 · PRIMARY · RUNNING');
  expect(messageText(await stage.linus.waitForMessage('C0ONCALL', /496 clusters/))).toMatch(/496 clusters/);
});
