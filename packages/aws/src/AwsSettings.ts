/**
 * Where AWS is and how long to wait for it: the region, and an endpoint in its place when the peer is not AWS itself.
 * Clients are made from {@link clientOptions} alone, so none of them retries behind our back.
 */

/** Access keys, for peers that want some. Absent, the SDK finds the function's role or the profile by itself. */
export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** How to reach AWS. */
export interface AwsSettings {
  /** For example `eu-central-1`. */
  readonly region: string
  /** The address of a peer that speaks AWS's protocols, for example `http://127.0.0.1:4566`; AWS's own when absent. */
  readonly endpoint?: string
  readonly credentials?: AwsCredentials
  /** Longest wait for one attempt of a call, milliseconds. Default 10,000. */
  readonly attemptTimeoutMillis?: number
  /** Most attempts of a call that fails in a way that may pass. Default 7, which is about three seconds of waiting. */
  readonly attempts?: number
}

/** Longest wait for one attempt where the settings say none, milliseconds. */
export const defaultAttemptTimeoutMillis = 10_000

/** Attempts of a call where the settings say none. */
export const defaultAttempts = 7

/**
 * What every client is made with. `maxAttempts: 1` leaves retries to `AwsCall`. A socket that is silent for as long as an
 * attempt may take is given up by the client as well, which is what ends a body that stops in the middle.
 */
export const clientOptions = (settings: AwsSettings) => ({
  region: settings.region,
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 3000,
    socketTimeout: settings.attemptTimeoutMillis ?? defaultAttemptTimeoutMillis
  },
  ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
  ...(settings.credentials === undefined ? {} : { credentials: settings.credentials })
})
