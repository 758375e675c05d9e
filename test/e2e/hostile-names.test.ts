import { expect, it } from 'vitest';
import { isObject } from '../../src/sandbox/json.ts';
import type { Json } from '../../src/sandbox/page/protocol.ts';
import { submitMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { answerTo, openModal, press } from './conversation.ts';
import { inventoryOf } from './inventory-of.ts';
import { CHANNEL, openStage } from './stage.ts';

const CLUSTER = '<!channel>&*x*`@here';
const HOST = '<img onerror=x>*_`<@U0GRACE>';
const ZONE = '</zone>`<#C0GENERAL>';

/** What Slack would follow in the mrkdwn of a call (a mention, a link), but what we mean ourselves. */
function marksIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(marksIn);
  if (!isObject(value)) return [];
  if (value.type === 'mrkdwn') return foreign(value.text);
  const own = value.type === 'plain_text' || value.blocks === undefined ? [] : foreign(value.text);
  return [...own, ...Object.values(value).flatMap(marksIn)];
}

function foreign(text: Json | undefined): string[] {
  const found = String(text).match(/<[^>]*>?/g) ?? [];
  return found.filter(
    (mark) => !/^<(?:!date\^[^>]*|@U0ADA|@U0LINUS|#C0ONCALL|http:\/\/127\.0\.0\.1[^>]*)>$/.test(mark),
  );
}

it('Names that look like markup are shown as they are, from the modal to the end', async () => {
  const inventory = inventoryOf([
    {
      name: CLUSTER,
      obClusterId: 7,
      zones: [2, 1],
      hostName: (zone, place) => `${HOST}${zone}${place}`,
      zoneName: (zone) => `${ZONE}${zone}`,
    },
  ]);
  const stage = await openStage({ inventory });
  const modal = await openModal(stage.ada, `${CLUSTER}:7`);
  // A back quote would end the inline code in which names stand, so it is shown as an apostrophe there.
  for (const name of [CLUSTER, ZONE]) expect(modal.text()).toContain(name.replaceAll('`', "'"));
  expect(modal.text()).toContain(`[x] ${HOST}00 — `);
  await modal.close();
  expect(await answerTo(stage.ada, '/moveout list')).toContain(`${CLUSTER.replaceAll('`', "'")}:7`);
  await submitMoveOut(stage.ada, `${CLUSTER}:7`, {
    reason: '<!everyone> <script>*bold*</script> <https://x.y|z> @here :tada:',
  });
  const card = await stage.linus.waitForMessage(CHANNEL, /Awaiting approval/);
  expect(messageText(card)).toContain(`Hosts to delete (3) ${HOST.replaceAll('`', "'")}00, `);
  expect(messageText(card)).toContain('> <!everyone> <script>∗bold∗</script> <https://x.y|z> @here ∶tada:');
  await press(stage.linus, card, 'All Hosts');
  await (await stage.linus.waitForView(/All Hosts/)).close();
  await press(stage.linus, card, 'Approve');
  await stage.ada.waitForReply(card, /is moved out of OCP/);
  await press(stage.ada, card, 'View Task');
  await stage.ada.waitForView(/SUCCESSFUL/);
  expect(await answerTo(stage.ada, '/moveout status')).toContain('No request is open.');
  const calls = await stage.calls();
  expect(calls.flatMap(({ args }) => marksIn(args))).toEqual([]);
  expect(JSON.stringify(calls)).toContain('&lt;img onerror=x&gt;');
  await stage.close();
});
