import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageText } from '../flatten-blocks.ts';
import { answerTo, buttonsOf, fillIn, openModal, press, questionOf, waitForEdit } from './conversation.ts';
import { inventoryOf } from './inventory-of.ts';
import { CHANNEL, KEY, openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    inventory: inventoryOf([
      { name: 'large', obClusterId: 64, zones: [22, 21, 21] },
      { name: 'huge', obClusterId: 300, zones: [100, 100, 100] },
      { name: 'spread', obClusterId: 40, zones: Array<number>(40).fill(3) },
      { name: 'beyond', obClusterId: 900, zones: [300, 300, 300] },
    ]),
  });
});
afterAll(() => stage.close());

describe.each([
  { name: 'large', obClusterId: 64, hosts: 64, first: 22 },
  { name: 'huge', obClusterId: 300, hosts: 300, first: 100 },
])('A cluster of $hosts hosts', ({ name, obClusterId, hosts, first }) => {
  it('goes from the modal to the end message', async () => {
    const modal = await openModal(stage.ada, name);
    expect(modal.text()).toContain(`✓ Passed: All ${hosts} hosts can be deleted.`);
    expect(modal.checked()).toHaveLength(hosts);
    const boxes = modal.view.blocks.filter(({ element }) =>
      JSON.stringify(element ?? '').includes('checkboxes'),
    );
    expect(boxes.length).toBeLessThanOrEqual(Math.ceil(hosts / 10) + 3);
    await modal.click('Choose None: hosts in zone1');
    await modal.waitFor(new RegExp(`\\[ \\] ${name}-1-1 `));
    expect(modal.checked()).toHaveLength(hosts - first);
    await modal.click('Choose All: hosts in zone1');
    await modal.waitFor(new RegExp(`\\[x\\] ${name}-1-1 `));
    await modal.uncheck(`${name}-3-20`);
    await fillIn(modal, { key: KEY });
    expect(await modal.submit()).toMatchObject({ ok: true });
    expect(modal.errors).toEqual({});
    const card = await stage.grace.waitForMessage(
      CHANNEL,
      new RegExp(`Awaiting approval · ${name}:${obClusterId}`),
    );
    const tenth = `Hosts to delete \\(${hosts - 1}\\) ${name}-1-1, .*${name}-1-10 … and ${hosts - 11} more`;
    expect(messageText(card)).toMatch(new RegExp(tenth));
    expect(messageText(card)).toContain(`Hosts to keep (1) ${name}-3-20`);
    expect(questionOf(card, 'Approve')).toContain(`${hosts - 1} hosts are deleted`);
    await press(stage.linus, card, 'All Hosts');
    const all = await stage.linus.waitForView(/All Hosts/);
    expect(all.text().match(/^• /gm)).toHaveLength(hosts);
    await all.close();
    await press(stage.grace, card, 'Approve');
    const end = await stage.ada.waitForReply(card, /is moved out of OCP/, { timeoutMs: 40_000 });
    expect(messageText(end)).toContain(`Hosts deleted (${hosts - 1}) ${name}-1-1, `);
    expect(messageText(end)).toContain(`Hosts kept (1) ${name}-3-20`);
    const done = await waitForEdit(stage.ada, card, /^✅ Completed/);
    expect(buttonsOf(done)).toEqual(['View Task']);
    await press(stage.linus, done, 'View Task');
    const task = await stage.linus.waitForView(/SUCCESSFUL/);
    expect(task.view.blocks.length).toBeLessThanOrEqual(100);
    await task.close();
    expect(await answerTo(stage.ada, '/moveout list')).not.toContain(`${name}:`);
  }, 60_000);
});

it('A cluster of 40 zones fits, with small zones together', async () => {
  const modal = await openModal(stage.ada, 'spread');
  expect(modal.checked()).toHaveLength(120);
  expect(modal.view.blocks.length).toBeLessThanOrEqual(100);
  expect(modal.view.submit).toBe('Move Out');
  await modal.close();
});

it('A cluster that no modal can hold is told to use the OCP console', async () => {
  const modal = await openModal(stage.ada, 'beyond');
  expect(modal.text()).toMatch(
    /✕ Blocked: 900 hosts can be deleted, and Moveout can handle at most [67]\d\d in one modal\. Use the OCP console/,
  );
  expect(modal.view.submit).toBeUndefined();
  await modal.close();
});
