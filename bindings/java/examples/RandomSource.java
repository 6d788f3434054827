/** Random numbers that are the same everywhere: SplitMix64. */
final class RandomSource {
  private long state;

  RandomSource(long seed) { state = seed; }

  private long next() {
    long z = state += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number from -1 to 1, of 24 bits, all of which a float holds. */
  float symmetric() { return (next() >>> 40) / 8388608.0f - 1.0f; }

  /** The numbers below a count in an order of its own. */
  int[] order(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) order[i] = i;
    for (int i = count - 1; i > 0; i--) {
      int j = (int)((next() >>> 32) * (i + 1) >>> 32);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
