/** The name of the environment variable that sets something of an OCP, such as `OCP_HZ_CA_FILE`: sentences name it as the remedy. */
export function settingOf(ocp: string, what: string): string {
  return `OCP_${ocp.toUpperCase().replaceAll('-', '_')}_${what}`;
}
