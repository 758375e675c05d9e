/** The OCPs that the environment names: `OCP_NAMES`, and for each of them its own variables. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { OcpConnection } from '../ocp/http/connection.ts';
import { settingOf } from '../ocp/http/setting-names.ts';
import { type EnvironmentFault, isLoopback } from './environment.ts';

/** What follows `OCP_<NAME>_` in the names of an OCP's variables. */
const SUFFIXES = [
  'URL',
  'ACCESS_KEY_ID',
  'ACCESS_KEY_SECRET',
  'USERNAME',
  'PASSWORD',
  'CA_FILE',
  'PROXY',
  'CREDENTIAL_EXPORT',
] as const;

type Variables = Readonly<Record<string, string>>;
type Read<T> = { readonly value: T } | { readonly faults: readonly EnvironmentFault[] };

const NAMES =
  'must list short names of OCPs such as hz,sh: each begins with a letter, and has lower-case letters, digits and hyphens, 20 at most';
const URL_FORM = 'must be the address of the OCP, such as https://ocp.example.com:8080';
const PLACEHOLDERS = ['{clusterId}', '{clusterName}', '{obClusterId}'];
const EXPORT_FORM =
  'must be "console", or a path such as /api/v2/...?clusterId={clusterId}; {clusterName} and {obClusterId} can stand in it too, nothing else in braces';

/** The OCPs in the order of `OCP_NAMES`, none when it is unset; or everything that is wrong. Reads the CA files. */
export function readOcps(set: Variables): Read<readonly OcpConnection[]> {
  const names = (set.OCP_NAMES ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const wrong = names.filter((name) => !/^[a-z][a-z0-9-]{0,19}$/.test(name));
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (wrong.length > 0 || (set.OCP_NAMES !== undefined && names.length === 0))
    return { faults: [{ name: 'OCP_NAMES', fault: NAMES }] };
  if (twice.length > 0)
    return { faults: [{ name: 'OCP_NAMES', fault: `names ${[...new Set(twice)].join()} twice` }] };
  const read = names.map((name) => readOcp(name, set));
  const faults = [
    ...strays(names, set),
    ...read.flatMap((ocp) => ('faults' in ocp ? ocp.faults : [])),
    ...twoNames(read.flatMap((ocp) => ('value' in ocp ? [ocp.value] : []))),
  ];
  return faults.length > 0
    ? { faults }
    : { value: read.flatMap((ocp) => ('value' in ocp ? [ocp.value] : [])) };
}

/** The values of the OCPs that must be repeated nowhere. */
export function ocpSecrets(set: Variables): string[] {
  return Object.entries(set).flatMap(([name, value]) => {
    if (/^OCP_.*(?:SECRET|PASSWORD)$/.test(name)) return [value];
    return /^OCP_.*PROXY$/.test(name) && URL.canParse(value) ? proxyPassword(new URL(value)) : [];
  });
}

/** As it stands in the address and as it is sent; what is wrongly escaped stays as it is. */
function proxyPassword({ password }: URL): string[] {
  const decoded = new URLSearchParams(`password=${password.replaceAll('+', '%2B')}`).get('password');
  return [password, decoded ?? ''].filter((secret) => secret !== '');
}

/** The OCPs that are not on this machine. */
export function remoteOcps(ocps: readonly OcpConnection[]): readonly OcpConnection[] {
  return ocps.filter(({ url }) => !isLoopback(url.hostname));
}

function readOcp(name: string, set: Variables): Read<OcpConnection> {
  const url = readUrl(name, set);
  const login = readLogin(name, set);
  const ca = readCa(name, set);
  const proxy = readProxy(name, set);
  const credentialExport = readExport(name, set);
  const parts = [url, login, ca, proxy, credentialExport];
  if (
    'faults' in url ||
    'faults' in login ||
    'faults' in ca ||
    'faults' in proxy ||
    'faults' in credentialExport
  )
    return { faults: parts.flatMap((part) => ('faults' in part ? part.faults : [])) };
  return {
    value: {
      name,
      url: url.value,
      login: login.value,
      ca: ca.value,
      proxy: proxy.value,
      credentialExport: credentialExport.value,
    },
  };
}

function fault(name: string, text: string): { readonly faults: readonly EnvironmentFault[] } {
  return { faults: [{ name, fault: text }] };
}

function readUrl(ocp: string, set: Variables): Read<URL> {
  const name = settingOf(ocp, 'URL');
  const text = set[name];
  if (text === undefined) return fault(name, `is missing, and OCP_NAMES names ${ocp}; it ${URL_FORM}`);
  if (!URL.canParse(text)) return fault(name, URL_FORM);
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return fault(name, URL_FORM);
  if (url.username !== '' || url.password !== '')
    return fault(
      name,
      `must hold no user and no password; set ${settingOf(ocp, 'USERNAME')} and ${settingOf(ocp, 'PASSWORD')}`,
    );
  if (url.search !== '' || url.hash !== '') return fault(name, `${URL_FORM}, with nothing behind the path`);
  return { value: url };
}

/** An access key pair or a user with a password: one of the two, and both halves of it. */
function readLogin(ocp: string, set: Variables): Read<OcpConnection['login']> {
  const variables = (['ACCESS_KEY_ID', 'ACCESS_KEY_SECRET', 'USERNAME', 'PASSWORD'] as const).map((suffix) =>
    settingOf(ocp, suffix),
  );
  const [id, secret, username, password] = variables.map((variable) => set[variable]);
  const [idName = '', secretName = '', userName = '', passwordName = ''] = variables;
  const key = id !== undefined || secret !== undefined;
  const user = username !== undefined || password !== undefined;
  if (key && user) return fault(idName, `and ${userName} are two ways to log in; set one of them`);
  if (!key && !user)
    return fault(idName, `is missing: set it with ${secretName}, or set ${userName} with ${passwordName}`);
  if (id !== undefined && secret !== undefined) return { value: { kind: 'access key', id, secret } };
  if (username !== undefined && password !== undefined)
    return { value: { kind: 'user', username, password } };
  if (key) return id === undefined ? halfMissing(idName, secretName) : halfMissing(secretName, idName);
  return username === undefined ? halfMissing(userName, passwordName) : halfMissing(passwordName, userName);
}

function halfMissing(missing: string, present: string) {
  return fault(missing, `is missing while ${present} is set`);
}

function readCa(ocp: string, set: Variables): Read<string | undefined> {
  const name = settingOf(ocp, 'CA_FILE');
  const file = set[name];
  if (file === undefined) return { value: undefined };
  try {
    const pem = readFileSync(file, 'utf8');
    new X509Certificate(pem);
    return { value: pem };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const unreadable = code === 'ENOENT' ? 'does not exist' : 'cannot be read as a certificate in PEM form';
    return fault(name, `names ${file}, which ${unreadable}`);
  }
}

function readProxy(ocp: string, set: Variables): Read<URL | undefined> {
  const name = settingOf(ocp, 'PROXY');
  const text = set[name];
  if (text === undefined) return { value: undefined };
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy === undefined || !/^https?:$/.test(proxy.protocol) || !isLoginDecodable(proxy))
    return fault(name, 'must be the address of an HTTP proxy, such as http://proxy.example.com:3128');
  return { value: proxy };
}

function isLoginDecodable({ username, password }: URL): boolean {
  try {
    return [username, password].map(decodeURIComponent).length > 0;
  } catch {
    return false;
  }
}

function readExport(ocp: string, set: Variables): Read<OcpConnection['credentialExport']> {
  const name = settingOf(ocp, 'CREDENTIAL_EXPORT');
  const text = set[name] ?? 'console';
  if (text === 'console') return { value: 'console' };
  const braces = text.match(/\{[^}]*\}?|\}/g) ?? [];
  if (!/^\/[^\s#]+$/.test(text) || braces.some((part) => !PLACEHOLDERS.includes(part)))
    return fault(name, EXPORT_FORM);
  return { value: { path: text } };
}

/** One OCP under two names would be two OCPs to every rule: a cluster could have two open requests. */
function twoNames(ocps: readonly OcpConnection[]): EnvironmentFault[] {
  return ocps.flatMap(({ name, url }, at) => {
    const before = ocps.slice(0, at).find((other) => addressOf(other.url) === addressOf(url));
    if (before === undefined) return [];
    const fault = `is the address of OCP ${before.name}, too; one OCP has one name`;
    return [{ name: settingOf(name, 'URL'), fault }];
  });
}

function addressOf({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

/** Variables that look like an OCP's and are none: misspelt, or of an OCP that `OCP_NAMES` does not name. */
function strays(names: readonly string[], set: Variables): EnvironmentFault[] {
  const known = new Set(names.flatMap((name) => SUFFIXES.map((suffix) => settingOf(name, suffix))));
  const prefixes = names.map((name) => settingOf(name, 'URL').slice(0, -'URL'.length));
  return Object.keys(set).flatMap((variable) => {
    if (known.has(variable)) return [];
    const prefix = prefixes.find((candidate) => variable.startsWith(candidate));
    if (prefix !== undefined)
      return [
        {
          name: variable,
          fault: `is no setting of an OCP; after ${prefix} comes one of ${SUFFIXES.join(', ')}`,
        },
      ];
    return isForgotten(variable, set, names)
      ? [
          {
            name: variable,
            fault: 'is set, but OCP_NAMES does not name its OCP; add the name there, or unset it',
          },
        ]
      : [];
  });
}

/** An address with a way to log in is an OCP of ours; other programs may have an `OCP_..._URL` of their own. */
function isForgotten(variable: string, set: Variables, names: readonly string[]): boolean {
  const match = /^(OCP_.+_)URL$/.exec(variable);
  if (match === null) return false;
  return (
    names.length > 0 ||
    set[`${match[1]}ACCESS_KEY_ID`] !== undefined ||
    set[`${match[1]}USERNAME`] !== undefined
  );
}
