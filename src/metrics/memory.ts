/** What a device's memory is filled with at its fullest. */
export interface MemoryUse {
  /** Bytes in use on the fullest device (rank). */
  perDeviceBytes: number;
  /** Bytes a device has for the model, after ECC, driver and the software's reserve. */
  capacityBytes: number;
  /** Parts of `perDeviceBytes`, by name: weights, kv_cache, activations, gradients, optimizer, workspace. */
  parts: Readonly<Record<string, number>>;
}
