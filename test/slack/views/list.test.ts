import { describe, expect, it } from 'vitest';
import type { ClusterSummary } from '../../../src/domain/cluster.ts';
import { helpMessage } from '../../../src/slack/views/help.ts';
import { clusterList } from '../../../src/slack/views/list.ts';
import { NOW, requestIn } from '../../requests.ts';
import { HOSTILE, messageProblems, readable } from '../check-message.ts';

function summary(number: number, change: Partial<ClusterSummary> = {}): ClusterSummary {
  return {
    ocp: 'ocp-a',
    id: number,
    name: `shop_${number}`,
    obClusterId: 1000 + number,
    type: 'PRIMARY',
    status: 'RUNNING',
    obVersion: '4.2.1.0',
    metaDb: false,
    standbys: [],
    ...change,
  };
}

const shop = summary(1, {
  name: 'shop',
  obClusterId: 1001,
  standbys: [{ name: 'shop_b', obClusterId: 1002 }],
});
const standby = summary(2, { name: 'shop_b', obClusterId: 1002, type: 'STANDBY' });

describe('/moveout list', () => {
  it('names the primary of the same OCP while a pair is in two of them', () => {
    const inB = { ...shop, ocp: 'ocp-b' };
    const message = clusterList({
      listings: [
        { ocp: 'ocp-a', clusters: [shop, standby] },
        { ocp: 'ocp-b', clusters: [inB] },
      ],
      open: [],
      now: NOW,
    });
    const line = readable(message.blocks)
      .split('\n')
      .find((one) => one.startsWith('`shop_b:1002`'));
    expect(line).toBe('`shop_b:1002` · STANDBY · RUNNING · 4.2.1.0 · standby of `shop:1001`');
  });

  it('tells of each cluster its role, state, version, pair and open request', () => {
    const clusters = [shop, standby, summary(3, { name: 'meta', metaDb: true, status: 'OPERATING' })];
    const message = clusterList({
      listings: [{ ocp: 'ocp-a', clusters }],
      open: [requestIn('running: follow')],
      now: NOW,
      notice: 'Embedded OCP',
    });
    const lines = readable(message.blocks).split('\n');
    expect(message.text).toBe('3 clusters');
    expect(lines).toContain('*OCP `ocp-a`*: 3 clusters');
    expect(lines).toContain(
      '`shop:1001` · PRIMARY · RUNNING · 4.2.1.0 · standby: `shop_b:1002` · ▶️ Running MO-7K3F2A',
    );
    expect(lines).toContain('`shop_b:1002` · STANDBY · RUNNING · 4.2.1.0 · standby of `shop:1001`');
    expect(lines).toContain('`meta:1003` · PRIMARY · OPERATING · 4.2.1.0 · MetaDB of OCP');
    expect(lines.at(-1)).toContain('Embedded OCP');
  });

  it('does not show the request of a cluster of the same name in another OCP', () => {
    const listings = [{ ocp: 'ocp-b', clusters: [{ ...shop, ocp: 'ocp-b' }] }];
    const message = clusterList({ listings, open: [requestIn('running: follow')], now: NOW });
    expect(readable(message.blocks)).not.toContain('MO-7K3F2A');
  });

  it('names an OCP that cannot be read, and shows the others', () => {
    const listings = [
      { ocp: 'ocp-a', clusters: [shop] },
      { ocp: 'ocp-b', unreadable: 'connection refused' },
    ];
    const message = clusterList({ listings, open: [], now: NOW });
    expect(message.text).toBe('1 cluster; 1 of 2 OCPs could not be read');
    expect(readable(message.blocks)).toContain('⚠️ *OCP `ocp-b`* could not be read: connection refused');
  });

  it('says how many of its clusters an OCP shows that are filtered', () => {
    const clusters = [summary(1), summary(2), summary(3, { status: 'STOPPED' })];
    const listed = (filter: string) =>
      readable(
        clusterList({
          listings: [
            { ocp: 'ocp-a', clusters },
            { ocp: 'ocp-b', clusters: [summary(4, { ocp: 'ocp-b', status: 'STOPPED' })] },
          ],
          open: [],
          now: NOW,
          filter,
        }).blocks,
      );
    expect(listed('running')).toContain('*OCP `ocp-a`*: 2 of 3 clusters');
    expect(listed('running')).toContain('*OCP `ocp-b`*: 0 of 1 cluster');
    expect(listed('stopped')).toContain('*OCP `ocp-b`*: 1 of 1 cluster');
  });

  it('says that there is no page behind the last, and which one is shown', () => {
    const paged = (count: number, page: number) =>
      readable(
        clusterList({
          page,
          listings: [{ ocp: 'ocp-a', clusters: Array.from({ length: count }, (_, index) => summary(index)) }],
          open: [],
          now: NOW,
        }).blocks,
      );
    expect(paged(100, 7)).toContain('There are 3 pages; this is the last. The first: `/moveout list page 1`');
    expect(paged(100, 3)).toContain('Page 3 of 3. The first:');
    expect(paged(5, 2)).toContain('There is 1 page; this is it');
    expect(paged(5, 1)).not.toMatch(/page/i);
  });

  it('shows any number of clusters page by page', () => {
    const many = (count: number, page = 1) =>
      clusterList({
        page,
        listings: [{ ocp: 'ocp-a', clusters: Array.from({ length: count }, (_, index) => summary(index)) }],
        open: [],
        now: NOW,
      });
    for (const count of [500, 5000]) {
      const pages = Math.ceil(count / 40);
      const [first, last] = [many(count), many(count, pages)];
      expect(messageProblems(first)).toEqual([]);
      expect(readable(first.blocks)).toContain(`*OCP \`ocp-a\`*: ${count.toLocaleString('en-US')} clusters`);
      expect(readable(first.blocks)).toContain(`Page 1 of ${pages}. The next: \`/moveout list page 2\``);
      expect(readable(first.blocks)).not.toContain('shop_40:');
      expect(readable(last.blocks)).toContain(`shop_${count - 1}:`);
      expect(readable(last.blocks)).toContain(
        `Page ${pages} of ${pages}. The first: \`/moveout list page 1\``,
      );
      expect(readable(last.blocks)).toContain('/moveout status');
      const behind = JSON.stringify(many(count, pages + 1));
      expect(
        JSON.parse(behind.replace(`There are ${pages} pages; this is the last`, `Page ${pages} of ${pages}`)),
      ).toEqual(last);
    }
  });

  it('pages what a filter leaves, which may be a bare number', () => {
    const clusters = Array.from({ length: 100 }, (_, index) => summary(index));
    const message = clusterList({ listings: [{ ocp: 'ocp-a', clusters }], open: [], now: NOW, filter: '10' });
    expect(readable(message.blocks)).toContain('Page 1 of 3. The next: `/moveout list 10 page 2`');
  });

  it.each([
    { filter: 'running', is: ['shop_0:1000', 'shop_2:1002'], title: '2 clusters' },
    { filter: 'STOPPED', is: ['depot:7'], title: '1 cluster' },
    { filter: 'shop_2', is: ['shop_2:1002'], title: '1 cluster' },
    { filter: 'depot:7', is: ['depot:7'], title: '1 cluster' },
    { filter: '<!channel>', is: [], title: '0 clusters' },
  ])('filters by state or name: $filter', ({ filter, is, title }) => {
    const depot = { ...summary(1), name: 'depot', obClusterId: 7, status: 'STOPPED' };
    const listings = [{ ocp: 'ocp-a', clusters: [summary(0), depot, summary(2)] }];
    const message = clusterList({ listings, open: [], now: NOW, filter });
    expect(messageProblems(message)).toEqual([]);
    const text = readable(message.blocks);
    expect(text).toContain(`*${title}* with`);
    expect(['shop_0:1000', 'depot:7', 'shop_2:1002'].filter((name) => text.includes(`\`${name}\``))).toEqual(
      is,
    );
    expect(text).not.toContain('<!channel');
  });

  it('shows the clusters of every OCP of a page, and those that a filter leaves before those without', () => {
    const listings = Array.from({ length: 12 }, (_, ocp) => ({
      ocp: `ocp-${ocp}`,
      clusters: [1, 2, 3].map((number) => summary(ocp * 10 + number, { ocp: `ocp-${ocp}` })),
    }));
    const listed = (filter?: string) =>
      readable(clusterList({ listings, open: [], now: NOW, filter }).blocks);
    for (const { ocp, clusters } of listings) {
      expect(listed()).toContain(`*OCP \`${ocp}\`*: 3 clusters`);
      for (const { name } of clusters) expect(listed()).toContain(`\`${name}:`);
    }
    expect(listed('shop_111')).toContain('*OCP `ocp-11`*: 1 of 3 clusters');
    const many = Array.from({ length: 60 }, (_, ocp) => ({
      ocp: `ocp-${ocp}`,
      clusters: [summary(ocp, { ocp: `ocp-${ocp}` })],
    }));
    expect(readable(clusterList({ listings: many, open: [], now: NOW, filter: 'shop_59' }).blocks)).toContain(
      '`shop_59:1059`',
    );
  });

  it.each([0, 1, 9, 60])('is one that Slack takes with %i OCPs', (count) => {
    const clusters = Array.from({ length: 800 }, (_, index) => summary(index));
    const listings = Array.from({ length: count }, (_, index) =>
      index % 2 === 0
        ? { ocp: `ocp-${index}`, clusters }
        : { ocp: `ocp-${index}`, unreadable: 'x'.repeat(5000) },
    );
    expect(messageProblems(clusterList({ listings, open: [], now: NOW }))).toEqual([]);
  });

  it.each(HOSTILE)('is harmless and fits whatever it is told, %#', (text) => {
    const names = Array.from({ length: 50 }, (_, obClusterId) => ({ name: text, obClusterId }));
    const odd = { name: text, type: text, status: text, obVersion: text, standbys: names };
    const listings = [
      { ocp: text, clusters: Array.from({ length: 100 }, (_, index) => summary(index, odd)) },
      { ocp: text, unreadable: text },
    ];
    const message = clusterList({ listings, open: [], now: NOW, notice: text });
    expect(messageProblems(message)).toEqual([]);
    expect(readable(message.blocks)).not.toMatch(/<!(?!date\^)|<@|<https|<img|\u202e/iu);
  });
});

describe('/moveout help', () => {
  it('lists every command', () => {
    const text = readable(helpMessage().blocks);
    for (const command of [
      '/moveout',
      '/moveout list [state, role or name] [page N]',
      '/moveout status [page N]',
      '/moveout why &lt;cluster or request&gt;',
      '/moveout start &lt;cluster or request&gt;',
      '/moveout cancel &lt;cluster or request&gt;',
      '/moveout history [cluster] [since]',
      '/moveout notify on|off',
      '/moveout doctor',
      '/moveout help',
    ])
      expect(text).toContain(`\`${command}\``);
    expect(text).toContain('`/moveout &lt;name[:obClusterId][@ocp]&gt;`');
    expect(text).not.toContain('no command of');
  });

  it.each(HOSTILE)('repeats an unknown word harmlessly, %#', (word) => {
    const message = helpMessage(word);
    expect(messageProblems(message)).toEqual([]);
    expect(message.text).toContain('` is no command of Moveout.');
    expect(message.text).not.toMatch(/<!|<@|<https|<img/i);
  });
});
