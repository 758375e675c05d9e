/** The calls that say what and when the server is; they need no login, and come without an envelope. */
import { wireTime } from '../wire/wire-time.ts';
import type { Route } from './exchange.ts';

export const ABOUT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/v2/time',
    open: true,
    handle: ({ backend }) => ({ kind: 'text', text: wireTime(backend.now()) }),
  },
  { method: 'GET', path: '/api/status', open: true, handle: () => ({ kind: 'text', text: 'okay' }) },
  {
    method: 'GET',
    path: '/api/v2/info',
    open: true,
    handle: ({ version }) => ({
      kind: 'json',
      value: {
        name: 'ocp-server',
        group: 'com.oceanbase.ocp',
        artifact: 'ocp-server',
        buildVersion: `${version}_20250401`,
        buildTime: '2025-04-01T00:00:00.000+00:00',
        buildJavaVersion: '1.8.0',
        springBootVersion: '2.7.18',
      },
    }),
  },
];
