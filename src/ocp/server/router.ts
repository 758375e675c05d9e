/** Finds the call that a request is for. */
import { ABOUT_ROUTES } from './about-routes.ts';
import { CLUSTER_ROUTES } from './cluster-routes.ts';
import { CREDENTIAL_ROUTES } from './credential-routes.ts';
import type { Route } from './exchange.ts';
import { HOST_ROUTES } from './host-routes.ts';
import { TAKE_OVER_ROUTES } from './take-over-routes.ts';
import { TASK_ROUTES } from './task-routes.ts';

/** The first that fits counts: what is spelled out stands before what has parameters. */
const ROUTES = [
  ...ABOUT_ROUTES,
  ...TAKE_OVER_ROUTES,
  ...HOST_ROUTES,
  ...CLUSTER_ROUTES,
  ...TASK_ROUTES,
  ...CREDENTIAL_ROUTES,
].map((route) => ({ route, pattern: patternOf(route.path) }));

/** The route of a method and a path without its query, with the parameters of the path; undefined when there is none. */
export function routeOf(
  method: string,
  path: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const { route, pattern } of ROUTES) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match !== null) return { route, params: decoded(match.groups ?? {}) };
  }
  return undefined;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodedPart(value)]));
}

function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
