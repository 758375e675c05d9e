const PATHS = {
  lock: 'M5 8V6a3 3 0 0 1 6 0v2m-7 0h8v6H4z',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M10 3L5 8l5 5',
  thread: 'M3 3h10v7H8l-3 3v-3H3z',
  send: 'M2.5 8L13.5 3 10 13 7.5 9zM7.5 9l6-6',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  download: 'M8 2v8m-3-3l3 3 3-3M3 13h10',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  warning: 'M8 2l6.5 11.5h-13zM8 6.5v3m0 2v.1',
  check: 'M3.5 8.5l3 3 6-7',
  chevron: 'M4 6l4 4 4-4',
  down: 'M8 3v10m-4-4l4 4 4-4',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing, 16 by 16, in the colour of the text around it. Hidden from screen readers: the words are beside it. */
export function icon(name: IconName): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
