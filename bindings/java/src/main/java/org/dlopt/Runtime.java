package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.lang.ref.Reference;
import org.dlopt.internal.Callbacks;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/**
 * Threads and a log for whatever is made with it. Without one, all work is done on the caller's thread, in silence. Many optimizers on many
 * threads may share one; results never depend on the number of threads.
 *
 * <p>An allocator and a job system, which C can be given, cannot come from Java: they are called on threads that no Java machine knows, for
 * pieces of a few microseconds.
 */
public final class Runtime extends Handle {
  /** Receives the lines of a log, on the thread of the call that they come from. What it throws, that call throws when it is done. */
  @FunctionalInterface
  public interface Log {
    /**
     * Receives one line. It must not use what the call is about.
     *
     * @param level how grave it is
     * @param text without an end of line
     */
    void log(LogLevel level, String text);
  }

  private Runtime(long address, long log) {
    super(null, address, runtime -> {
      Native.runtimeDestroy(runtime);
      release(log);
    });
  }

  /**
   * Makes a runtime with threads of its own, which sleep while there is no work.
   *
   * @param threads 0 or 1: all work is done on the caller's thread; n: n - 1 threads help; at most 1024
   * @return to be closed after all that was made with it
   * @throws DloptException (OUT_OF_RANGE, OUT_OF_MEMORY)
   */
  public static Runtime threads(int threads) { return create(threads, null); }

  /**
   * Makes a runtime with threads and a log.
   *
   * @param threads as of {@link #threads}
   * @param log is told of the start (INFO) and of skipped steps (WARNING); null: silence. It stays reachable until the runtime is closed,
   *     and must not lead to the runtime if that may be forgotten
   * @return to be closed after all that was made with it
   * @throws DloptException (OUT_OF_RANGE, OUT_OF_MEMORY)
   */
  public static Runtime create(int threads, Log log) {
    Struct desc = Struct.of(SIZEOF_RUNTIME_DESC, Native::runtimeDescInit).set(RUNTIME_DESC_THREADS, threads);
    long held = 0;
    if (log != null) {
      Callbacks.Log lines = (level, text) -> log.log(LogLevel.of(level), text);
      held = Native.hold(lines);
      desc.set(RUNTIME_DESC_LOG, CALLBACK_LOG).set(RUNTIME_DESC_LOG_USER, held);
    }
    long[] handle = new long[1];
    try {
      Native.runtimeCreate(desc.bytes(), handle);
      return new Runtime(handle[0], held);
    } catch (RuntimeException | Error refused) {
      if (handle[0] != 0) Native.runtimeDestroy(handle[0]); // the log threw
      release(held);
      throw refused;
    } finally {
      Reference.reachabilityFence(desc);
    }
  }

  private static void release(long held) {
    if (held != 0) Native.release(held);
  }

  /**
   * Tells which instructions the loops use: "scalar", "sse2", "avx2", "avx512" or "neon". All give the same bits.
   *
   * @return the name
   */
  public static String cpuIsa() { return Native.cpuIsa(); }

  /**
   * Has the whole process use the loops of one instruction set: for tests and bug reports, while no step runs.
   *
   * @param name as of {@link #cpuIsa}; "best" or null: the best again
   * @throws DloptException (INVALID_ARGUMENT, UNSUPPORTED)
   */
  public static void forceCpuIsa(String name) { Native.cpuIsaForce(name); }

  /**
   * Counts the CUDA devices that can be used.
   *
   * @return how many
   * @throws DloptException (UNSUPPORTED) this version has no CUDA back-end
   */
  public static int cudaDeviceCount() {
    int[] count = new int[1];
    Native.cudaDeviceCount(count);
    return count[0];
  }

  /**
   * Tells the version of the library that runs.
   *
   * @return such as "0.1.0"
   */
  public static String version() { return Native.versionString(); }

  /**
   * Tells how the library was built.
   *
   * @return a JSON object: version, compiler, commit, isas, cuda, blas
   */
  public static String buildInfo() { return Native.buildInfo(); }
}
