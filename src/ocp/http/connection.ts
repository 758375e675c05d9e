/** How an OCP is reached over HTTP. */
export interface OcpConnection {
  /** As people write it behind a cluster's name: `hz` in `payments@hz`. */
  readonly name: string;
  /** Scheme, host and port; a path before OCP's own paths is kept. */
  readonly url: URL;
  readonly login: AccessKey | User;
  /** PEM text of certificate authorities that are trusted beside the usual ones. */
  readonly ca?: string | undefined;
  /** An HTTP proxy. */
  readonly proxy?: URL | undefined;
  /**
   * `console`: a person exports the credentials in OCP's console. A path: OCP's own call for it, which OCP does not document,
   * with `{clusterId}`, `{clusterName}` and `{obClusterId}` where they belong.
   */
  readonly credentialExport: 'console' | { readonly path: string };
}

/** An access key pair, made in OCP's console under Personal Settings. */
interface AccessKey {
  readonly kind: 'access key';
  readonly id: string;
  readonly secret: string;
}

/** A user of OCP with a password, sent with every request (HTTP Basic). */
interface User {
  readonly kind: 'user';
  readonly username: string;
  readonly password: string;
}
