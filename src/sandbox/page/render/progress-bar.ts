import { element } from '../dom.ts';

const DONE = '█▉▊▋▌▍▎▏▓■▰';
const LEFT = '░▒□▱';
/** Shorter rows of block characters are left alone: they are no progress bar. */
const LEAST = 5;

/**
 * Text in which somebody has drawn progress bars with block characters (`▓▓▓▓░░░░ 5/12`): each bar looks like one, and the
 * characters stay what can be read and copied.
 */
export function showWithBars(text: string): readonly Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(new RegExp(`([${DONE}]*)([${LEFT}]*)`, 'gu'))) {
    const [bar, done = '', left = ''] = match;
    if ([...bar].length < LEAST) continue;
    nodes.push(document.createTextNode(text.slice(from, match.index)), showBar(done, left));
    from = match.index + bar.length;
  }
  nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

function showBar(done: string, left: string): HTMLElement {
  const full = left === '' ? ' full' : '';
  return element('span', { class: 'bar' }, element('span', { class: `bar-done${full}` }, done), left);
}
