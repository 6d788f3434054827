package org.dlopt;

import java.util.function.Consumer;
import org.dlopt.internal.Resource;

/**
 * Something of the library's that is to be closed. What was forgotten is freed by the garbage collector, some time. One call at a time may
 * use it: others throw a {@link DloptException} (BUSY).
 */
public abstract class Handle implements AutoCloseable {
  /** Makes an object of C. */
  interface Maker {
    void make(long runtime, long[] handle);
  }

  private final Resource resource;

  /** Takes over an object of C, which needs something to live as long. */
  Handle(Object needed, long address, Resource.Destroy destroy) {
    resource = new Resource(this, getClass().getSimpleName(), address, destroy, needed);
  }

  /** Has an object of C made that takes memory and threads from a runtime; null: the default one. */
  static long made(Runtime runtime, Maker maker) {
    long[] handle = new long[1];
    if (runtime == null) {
      maker.make(0, handle);
    } else {
      runtime.share(() -> maker.make(runtime.raw(), handle));
    }
    return handle[0];
  }

  /** What is handed to C by a call that uses or shares this. */
  final long raw() { return resource.address(); }

  final void enter() { resource.enter(); }

  final void exit() { resource.exit(this); }

  /** Runs a call that is alone with this. */
  final void use(Runnable call) {
    enter();
    try {
      call.run();
    } finally {
      exit();
    }
  }

  /** Runs a call that only reads this: any number may, at once. */
  final void share(Runnable call) {
    shared();
    try {
      call.run();
    } finally {
      unshare();
    }
  }

  /** Begins a call that only reads this, and is handed what is returned. */
  final long shared() {
    resource.share();
    return raw();
  }

  final void unshare() { resource.unshare(this); }

  /** Runs a call that is alone with this and writes one number. */
  final double number(Consumer<double[]> call) {
    double[] value = new double[1];
    use(() -> call.accept(value));
    return value[0];
  }

  /**
   * Frees it; once more does nothing.
   *
   * @throws DloptException (BUSY) while another thread uses it, or something that needs it is open: it stays open then
   */
  @Override
  public void close() {
    resource.close();
  }

  /**
   * Tells whether it was closed.
   *
   * @return whether it was
   */
  public final boolean isClosed() { return resource.isClosed(); }
}
