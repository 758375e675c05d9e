import { element } from '../dom.ts';
import { icon } from '../icons.ts';

const NEAR_PIXELS = 48;

/**
 * Keeps a scrolled list at its end while the person is there; when the person has scrolled up, a button leads to what is new.
 * @param scroller what scrolls; the button is put behind it.
 */
export function createStickToEnd(scroller: HTMLElement): {
  readonly toEnd: () => void;
  readonly jump: HTMLElement;
} {
  let atEnd = true;
  /** The height that the person saw last. The browser scrolls by itself when something above grows, before what is new is seen. */
  let seenHeight = 0;
  const toEnd = () => {
    atEnd = true;
    seenHeight = scroller.scrollHeight;
    scroller.scrollTop = seenHeight;
  };
  const jump = element(
    'button',
    { class: 'jump', attributes: { type: 'button', hidden: true }, onClick: toEnd },
    icon('down'),
    'Newest messages',
  );
  scroller.addEventListener('scroll', () => {
    const height = Math.min(seenHeight, scroller.scrollHeight);
    atEnd = height - scroller.scrollTop - scroller.clientHeight < NEAR_PIXELS;
    jump.hidden = atEnd;
  });
  const follow = new ResizeObserver(() => {
    if (atEnd) toEnd();
    else seenHeight = scroller.scrollHeight;
  });
  follow.observe(scroller);
  for (const child of scroller.children) follow.observe(child);
  return { toEnd, jump };
}
