import { mask } from '../../policy/words/redactor.js';
import { isSecret } from '../../policy/words/secret.js';

/** What must not be shown. */
export interface Secrets {
  /** Patterns of names whose values must not be shown, beside the usual ones. */
  readonly secrets: readonly string[];
  /** Values that must not be shown wherever they are. */
  readonly secretValues: readonly string[];
}

/** The values with those of secret names masked. */
export function maskValues(values: Readonly<Record<string, string | null>>, { secrets }: Secrets): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, value !== null && isSecret(key, secrets) ? mask : value]),
  );
}

/**
 * A text with secret values masked, and what is secret in addresses: the passwords of such as `postgres://user:password@host`, and
 * the parameters with a secret name of such as `http://host/?token=value`.
 */
export function maskText(text: string, { secrets, secretValues }: Secrets): string {
  return secretValues
    .reduce((left, secret) => left.replaceAll(secret, mask), text)
    .replace(/(:\/\/[^\s/?#:]*:)[^\s/?#]+@/g, `$1${mask}@`)
    .replace(/:\/\/[^\s?]*\?\S+/g, (address) =>
      address.replace(/([?&]([\w.-]+)=)[^\s&#"']+/g, (whole, begin: string, name: string) =>
        isSecret(name, secrets) ? begin + mask : whole,
      ),
    );
}
