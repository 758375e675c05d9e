import { askMoveOut, CHANNEL } from '../ask-move-out.ts';
import { fillIn, openModal, press } from '../e2e/conversation.ts';
import { KEY, openStage } from '../e2e/stage.ts';
import { type Payload, tapWire } from '../payloads.ts';

/** A payload of each kind as the local Slack sends it. */
export interface Shapes {
  readonly command: Payload;
  /** A click on the button of a message. */
  readonly click: Payload;
  /** A click on a button in a modal. */
  readonly modalClick: Payload;
  readonly submission: Payload;
  readonly suggestion: Payload;
  /** Somebody opens the App Home. */
  readonly home: Payload;
  /** A click on a button in the App Home. */
  readonly homeClick: Payload;
  /** Somebody mentions Moveout in the thread of a card. */
  readonly mention: Payload;
}

/** Records them: somebody uses Moveout in the local Slack for a moment. */
export async function recordShapes(): Promise<Shapes> {
  const wire = tapWire();
  const stage = await openStage();
  const { ada, grace } = stage;
  const isClick = ({ actions }: Payload, id: string) => actions?.[0]?.action_id === id;
  try {
    const modal = await openModal(ada, 'payments');
    await modal.click('Choose None');
    await fillIn(modal, { key: KEY, phrase: 'not yet' });
    await modal.submit();
    await modal.close();
    const picker = await openModal(ada);
    await picker.suggest(/Which cluster/, 'pay');
    await picker.close();
    const card = await askMoveOut(ada, 'loyalty');
    await press(ada, card, 'Approve');
    const click = await wire.last((payload) => isClick(payload, 'request.approve'));
    await ada.post(CHANNEL, 'How far is it, <@U0MOVEOUT>?', card.ts);
    const home = await grace.openHome();
    await (await home.waitFor(/\[Reject\]/)).click('Reject');
    await (await grace.waitForView(/Reject Request/)).close();
    return {
      command: await wire.last(({ command }) => command === '/moveout'),
      click,
      modalClick: await wire.last((payload) => isClick(payload, 'choose-none')),
      submission: await wire.last(({ type }) => type === 'view_submission'),
      suggestion: await wire.last(({ type }) => type === 'block_suggestion'),
      home: await wire.last(({ event }) => event?.type === 'app_home_opened'),
      homeClick: await wire.last((payload) => isClick(payload, 'request.reject')),
      mention: await wire.last(({ event }) => event?.type === 'app_mention'),
    };
  } finally {
    wire.cut();
    await stage.close();
  }
}
