import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { messageText } from '../flatten-blocks.ts';
import { fillIn, openModal, tracesOf } from './conversation.ts';
import { CHANNEL, KEY, openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(async () => {
  await (await stage.ada.openView())?.close();
});

const KEY_FIELD = 'Encryption key';
const PHRASE_FIELD = 'Type "move out" to confirm';
const GOOD = { [KEY_FIELD]: KEY, Reason: 'New OCP', [PHRASE_FIELD]: 'move out' };

describe('The modal of a cluster', () => {
  it('says what the cluster is, what was checked, and what will be asked', async () => {
    const modal = await openModal(stage.ada, 'payments');
    const text = modal.text();
    for (const part of [
      'Move Out Cluster\n',
      'Embedded OCP, no real cluster is touched.',
      'Cluster\npayments:1001\n',
      'OCP\nembedded, cluster id 2\n',
      'Role\nPRIMARY\n',
      'State\nRUNNING\n',
      'Version\n4.2.5.3\n',
      'Zones (3)\nzone1 1 host\nzone2 1 host\nzone3 1 host\n',
      'Hosts (3)\n3 can be deleted\n',
      'Tenants\n3\n',
      '✓ Passed: The cluster is RUNNING, a state in which it can be moved.',
      '✓ Passed: The cluster has no standby that must go first.',
      "✓ Passed: It is not OCP's own metadata cluster (MetaDB).",
      '✓ Passed: No other request is open for this cluster.',
      '✓ Passed: All 3 hosts can be deleted.',
      'ℹ Note: OCP advises to do this in off-peak hours; none are configured for Moveout.',
      'Risk of keeping a host: OCP can deploy other clusters on it, and these can harm this cluster.',
      'Delete in zone2\n[x] payments-b1 — 10.20.1.12\n',
      '8 to 32 characters; 16 or more are better',
      'this asks for 1 approval in #C0ONCALL',
      'not approved within 24 hours',
    ])
      expect(text).toContain(part);
    expect(modal.view.submit).toBe('Move Out');
    expect(text).toMatch(/^Start\n\[x\] As soon as it is approved\n\[ \] At a date and time/m);
  });

  it.each(['payments', 'logistics', 'loyalty', 'analytics', 'orders:1003'])(
    'of %s says "key", "reason" and "move out" at one field each',
    async (cluster) => {
      const modal = await openModal(stage.ada, cluster);
      const fields = modal.view.blocks
        .filter(({ type }) => type === 'input')
        .map((block) => JSON.stringify(block));
      for (const word of [/\bkey\b/i, /\breason\b/i, /move out/i])
        expect(fields.filter((field) => word.test(field))).toHaveLength(1);
    },
  );

  it('keeps everything that was typed and chosen through Choose All and Choose None', async () => {
    const modal = await openModal(stage.ada, 'analytics');
    await fillIn(modal, { key: KEY, reason: 'half typed', phrase: 'mov' });
    await modal.uncheck('analytics-b3');
    expect(modal.checked()).toHaveLength(63);
    await modal.click('Choose None: hosts in zone1');
    await modal.waitFor(/\[ \] analytics-a1 /);
    expect(modal.checked()).toHaveLength(41);
    await modal.click('Choose None: hosts in zone3');
    await modal.waitFor(/\[ \] analytics-c1 /);
    expect(modal.checked()).toHaveLength(20);
    await modal.click('Choose All: hosts in zone1');
    await modal.waitFor(/\[x\] analytics-a1 /);
    expect(modal.checked()).toHaveLength(42);
    expect(modal.checked()).not.toContain('analytics-b3');
    const typed = JSON.stringify(modal.values);
    for (const value of [KEY, 'half typed', 'mov']) expect(typed).toContain(`"value":"${value}"`);
    expect(await tracesOf(stage, KEY)).toEqual([]);
  });
});

describe('A mistake is told at its field, and everything typed stays', () => {
  it.each([
    [
      'sh0rt',
      'The key is shorter than 8 characters, and it needs at least three of: digits, upper case, lower case, special characters.',
    ],
    ['Aa1-567', 'The key is shorter than 8 characters.'],
    [`Aa1-${'x'.repeat(29)}`, 'The key is longer than 32 characters.'],
    ['onlylowercase', 'The key needs at least three of: digits, upper case, lower case, special characters.'],
    ['lower1234567', 'The key needs at least three of: digits, upper case, lower case, special characters.'],
    ['Correct Horse 42', 'The key contains what is not allowed: space (U+0020).'],
    ['Correct-Horse-42 ', 'The key contains what is not allowed: space (U+0020).'],
    [
      'Correct—Horse—42',
      'The key contains what is not allowed: em dash (U+2014) (phones put a dash for two hyphens; switch that off or avoid them).',
    ],
    [
      'Correct"Horse$42',
      'The key contains what is not allowed: double quote (U+0022), dollar sign (U+0024).',
    ],
    ['Pässwort-Nr-42', 'The key contains what is not allowed: “ä” (U+00E4).'],
    [
      'Salt&amp;Pepper42',
      'The key contains the HTML code of an ampersand or an angle bracket, so it may have been altered on the way.',
    ],
  ])('the key %j', async (key, error) => {
    expect(await mistakes({ [KEY_FIELD]: key })).toEqual({ [KEY_FIELD]: error });
  });

  it.each([
    'Move out',
    'MOVE OUT',
    'moveout',
    'move  out',
    'move out.',
    '"move out"',
    'move\u00a0out',
    'delete',
  ])('the phrase %j', async (phrase) => {
    const error =
      'Type the two words "move out", in lower case, with one ordinary space between them and nothing else.';
    expect(await mistakes({ [PHRASE_FIELD]: phrase })).toEqual({ [PHRASE_FIELD]: error });
  });

  it('a reason of spaces', async () => {
    expect(await mistakes({ Reason: '   ' })).toEqual({ Reason: 'Say why, in a few words.' });
  });

  it('all of them at once', async () => {
    const found = await mistakes({ [KEY_FIELD]: 'N0', Reason: ' ', [PHRASE_FIELD]: 'go' });
    expect(Object.keys(found)).toEqual([KEY_FIELD, 'Reason', PHRASE_FIELD]);
  });

  it('what is empty', async () => {
    const modal = await openModal(stage.ada, 'payments');
    await modal.submit();
    expect(Object.keys(modal.errors)).toEqual([KEY_FIELD, 'Reason', PHRASE_FIELD]);
  });

  it('a reason that is too long for the card', async () => {
    const found = await mistakes({ Reason: 'x'.repeat(501) });
    expect(Object.keys(found)).toEqual(['Reason']);
  });

  /** Submits, checks that nothing typed is lost and nothing requested, and gives the sentences at the fields. */
  async function mistakes(typed: Record<string, string>): Promise<Record<string, string>> {
    const modal = await openModal(stage.ada, 'payments');
    await modal.uncheck('payments-b1');
    const all = { ...GOOD, ...typed };
    for (const [label, text] of Object.entries(all)) await modal.type(label, text);
    const before = JSON.stringify(modal.values);
    expect(await modal.submit()).toMatchObject({ ok: true });
    expect(await modal.refresh()).toBe(true);
    expect(JSON.stringify(modal.values)).toBe(before);
    expect(modal.checked()).toEqual(['payments-a1', 'payments-c1']);
    for (const error of Object.values(modal.errors)) expect(error).not.toContain(all[KEY_FIELD]);
    return { ...modal.errors };
  }
});

describe('What was chosen is asked for', () => {
  it('with surrounding spaces of the phrase forgiven, hosts kept, and nothing of the key anywhere', async () => {
    const modal = await openModal(stage.ada, 'payments');
    await modal.uncheck('payments-b1');
    await fillIn(modal, { key: KEY, reason: 'first line\nsecond line', phrase: ' move out ' });
    expect(await modal.submit()).toMatchObject({ ok: true });
    expect(modal.errors).toEqual({});
    const text = messageText(await stage.grace.waitForMessage(CHANNEL, /Awaiting approval · payments:1001/));
    expect(text).toContain('Hosts to delete (2) payments-a1, payments-c1\nHosts to keep (1) payments-b1');
    expect(text).toContain('> first line\n> second line');
    expect(await tracesOf(stage, KEY)).toEqual([]);
  });

  it('with operations on an offline host skipped as preselected', async () => {
    const modal = await openModal(stage.ada, 'logistics');
    expect(modal.text()).toContain(
      'Delete in zone3\n[ ] logistics-c1 — offline: OCP cannot reach it · 10.20.5.13',
    );
    expect(modal.text()).toContain('Skip operations on offline hosts\n[x] logistics-c1');
    await fillIn(modal, { key: KEY });
    await modal.submit();
    const text = messageText(await stage.grace.waitForMessage(CHANNEL, /Awaiting approval · logistics:1005/));
    expect(text).toContain('Hosts to delete (2) logistics-a1, logistics-b1');
    expect(text).toContain('Hosts to keep (1) logistics-c1');
    expect(text).toContain('Operations skipped on (1) logistics-c1');
    expect(text).not.toContain('offline');
  });

  it('once, when the modal is submitted twice', async () => {
    const modal = await openModal(stage.ada, 'coupons');
    await fillIn(modal, { key: KEY });
    await Promise.all([modal.submit(), modal.submit()]);
    await stage.grace.waitForMessage(CHANNEL, /Awaiting approval · coupons:1008/);
    const cards = (await stage.grace.messages()).filter((message) =>
      /coupons:1008/.test(messageText(message)),
    );
    expect(cards).toHaveLength(1);
  });

  it('not, when somebody else was first; then the other request is named', async () => {
    const [late, early] = await Promise.all([
      openModal(stage.ada, 'loyalty'),
      openModal(stage.grace, 'loyalty'),
    ]);
    await fillIn(early, { key: KEY });
    await early.submit();
    await fillIn(late, { key: KEY });
    await late.submit();
    await late.waitFor(/loyalty:1007 already has an open request, MO-[0-9A-Z]{6}\./);
    await late.waitFor(/<http\S+\|Open the card>|Open the card/);
    expect(late.view.submit).toBeUndefined();
  });
});

it('A modal that was open during a restart is made anew, with everything but the key', async () => {
  const modal = await openModal(stage.ada, 'archive_2024');
  await modal.uncheck('archive-2024-b1');
  await fillIn(modal, { key: KEY, reason: 'typed before the restart' });
  await stage.restart();
  await modal.submit();
  await modal.waitFor(/Moveout was restarted meanwhile, so nothing was requested\.[\s\S]*\[Move Out\]/);
  expect(modal.text()).toContain('typed before the restart');
  expect(modal.text()).toContain('[ ] archive-2024-b1');
  expect(await tracesOf(stage, KEY)).toEqual([]);
  await fillIn(modal, { key: KEY, reason: 'typed before the restart' });
  await modal.submit();
  await stage.grace.waitForMessage(CHANNEL, /Awaiting approval · archive_2024:1004/);
});
