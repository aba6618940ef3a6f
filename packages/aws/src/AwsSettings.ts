/**
 * Where AWS is: the region, and an endpoint in its place when the peer is not AWS itself.
 */
export interface AwsSettings {
  /** For example `eu-central-1`. */
  readonly region: string
  /** The address of a peer that speaks AWS's protocols, for example `http://127.0.0.1:4566`; AWS's own when absent. */
  readonly endpoint?: string
}
