import { botName } from '../directory.ts';
import { element, setAttributes } from '../dom.ts';
import { icon } from '../icons.ts';
import type { PageState } from '../store.ts';

/** Makes the line that says what does not work right now: the local Slack or the bot is away. */
export function createBanner(): { readonly node: HTMLElement; readonly show: (state: PageState) => void } {
  const node = element('p', { class: 'banner', attributes: { role: 'status', hidden: true } });
  return {
    node,
    show(state) {
      const words = bannerWords(state);
      setAttributes(node, { hidden: words === undefined });
      if (words === undefined) node.textContent = '';
      else if (node.textContent !== words) node.replaceChildren(icon('warning'), words);
    },
  };
}

function bannerWords(state: PageState): string | undefined {
  if (state.problem !== undefined) return state.problem;
  if (state.line === 'lost') return 'The line to the local Slack is cut. Trying again…';
  if (!state.workspace || state.workspace.bot_connected) return undefined;
  return `${botName(state.workspace)} is not connected. Commands and buttons work again when it is.`;
}
