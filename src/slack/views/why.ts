/** What `/moveout why` answers: what the person may do to a request now, and for everything else the rule that says no. */
import type { Explained } from '../../domain/explain.ts';
import { hasEnded, type Request } from '../../domain/request.ts';
import { escapeText } from '../mrkdwn.ts';
import { link } from './blocks.ts';
import { cardText } from './card.ts';
import { stateLines } from './card-state.ts';
import { context, section } from './elements.ts';
import type { Message } from './message.ts';
import type { Seen } from './seen.ts';

/** The labels of the buttons that ask for it. */
const LABELS: Readonly<Record<Explained['kind'], string>> = {
  approve: 'Approve',
  reject: 'Reject',
  withdraw: 'Withdraw Approval',
  start: 'Start Now',
  move: 'Change Start',
  cancel: 'Cancel',
  retry: 'Retry',
  skip: 'Skip',
  'roll back': 'Roll Back',
  'check again': 'Check Again',
  'submit again': 'Submit Again',
  'give key': 'Enter Key',
  'give up': 'Give Up',
};

export interface WhyShown extends Seen {
  /** `sentence`: why not, in mrkdwn; undefined when the person may. */
  readonly rules: readonly (Explained & { readonly sentence: string | undefined })[];
  /** The permalink of the card. */
  readonly link?: string | undefined;
}

export function whyMessage(request: Request, shown: WhyShown): Message {
  const { rules } = shown;
  const may = labels(rules.filter(({ sentence }) => sentence === undefined));
  const never = hasEnded(request) ? '' : labels(rules.filter(({ refusal }) => refusal?.why === 'not now'));
  const lines = [
    may === '' ? 'You can do nothing to it now.' : `✓ You may: ${may}.`,
    ...refusedLines(rules),
    ...(never === '' ? [] : [`Not in its present state: ${never}.`]),
  ];
  const foot = [request.id, ...(shown.link === undefined ? [] : [link(shown.link, 'Open the card')])];
  return {
    text: cardText(request, shown.severalOcps),
    blocks: [
      section(`*${cardText(request, shown.severalOcps)}*`),
      section(stateLines(request, shown).join('\n')),
      section(lines.join('\n')),
      context(foot.join(' · ')),
    ],
  };
}

/** What one rule forbids is one line, so that its words are there once. */
function refusedLines(rules: WhyShown['rules']): string[] {
  const kinds = new Map<string, string[]>();
  for (const { kind, refusal, sentence } of rules) {
    if (sentence === undefined || refusal?.why === 'not now') continue;
    kinds.set(sentence, [...(kinds.get(sentence) ?? []), LABELS[kind]]);
  }
  return [...kinds].map(([sentence, forbidden]) => `✗ *${forbidden.join(', ')}*: ${sentence}`);
}

function labels(rules: readonly Explained[]): string {
  return rules.map(({ kind }) => escapeText(LABELS[kind])).join(', ');
}
