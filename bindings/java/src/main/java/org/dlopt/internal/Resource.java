package org.dlopt.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import org.dlopt.ClosedException;
import org.dlopt.DloptException;
import org.dlopt.Status;

/**
 * An object of C and its end. Calls that change it are alone with it ({@link #enter}, the call, {@link #exit}), those that only read it may
 * share it. It ends by {@link #close}, or after its owner was forgotten; what it needs lives as long.
 */
public final class Resource implements Runnable {
  /** Ends an object of C. */
  public interface Destroy {
    /**
     * Ends it.
     *
     * @param address which one
     */
    void destroy(long address);
  }

  private static final Cleaner CLEANER = Cleaner.create();
  private static final VarHandle STATE = field();
  private static final int CLOSED = -2;
  private static final int ALONE = -1;
  private static final int FREE = 0; // and above: how many calls share it

  private final String name;
  private final long address;
  private final Destroy destroy;
  private final Object needed;
  private final Cleaner.Cleanable cleanable;
  private volatile int state;

  /**
   * Takes over an object of C.
   *
   * @param owner whose end is this one's, too; nothing that is given here may lead to it
   * @param name what errors call it
   * @param address where it is
   * @param destroy ends it
   * @param needed what must outlive it: a runtime, memory that it lies in
   */
  public Resource(Object owner, String name, long address, Destroy destroy, Object needed) {
    this.name = name;
    this.address = address;
    this.destroy = destroy;
    this.needed = needed;
    cleanable = CLEANER.register(owner, this);
  }

  /**
   * Tells where the object is.
   *
   * @return its address, to be used by a call that entered or shares it
   */
  public long address() { return address; }

  /** Begins a call that is alone with the object. */
  public void enter() {
    if (!STATE.compareAndSet(this, FREE, ALONE)) throw refused();
  }

  /**
   * Ends a call that was alone with it.
   *
   * @param owner the object of Java, which so cannot be forgotten while the call runs
   */
  public void exit(Object owner) {
    STATE.setRelease(this, FREE);
    Reference.reachabilityFence(owner);
  }

  /** Begins a call that only reads the object. */
  public void share() {
    int sharers;
    do {
      sharers = state;
      if (sharers < FREE) throw refused();
    } while (!STATE.compareAndSet(this, sharers, sharers + 1));
  }

  /**
   * Ends a call that shares it.
   *
   * @param owner as of {@link #exit}
   */
  public void unshare(Object owner) {
    STATE.getAndAdd(this, -1);
    Reference.reachabilityFence(owner);
  }

  /** Ends the object; once more does nothing. While a call uses it, and where C refuses, it stays open. */
  public void close() {
    if (state == CLOSED) return;
    enter();
    try {
      destroy.destroy(address);
      state = CLOSED;
    } finally {
      STATE.compareAndSet(this, ALONE, FREE);
    }
    cleanable.clean();
  }

  /**
   * Tells whether it was closed.
   *
   * @return whether it was
   */
  public boolean isClosed() { return state == CLOSED; }

  /** Called when the owner is unreachable, so that no call can use the object; and when it was closed. */
  @Override
  public void run() {
    if (STATE.compareAndSet(this, FREE, CLOSED)) destroy.destroy(address);
    Reference.reachabilityFence(needed);
  }

  private DloptException refused() {
    if (state == CLOSED) return new ClosedException(name + ": got one that was closed, wanted an open one");
    return new DloptException(Status.BUSY, name + ": got one that another call uses, wanted a free one");
  }

  private static VarHandle field() {
    try {
      return MethodHandles.lookup().findVarHandle(Resource.class, "state", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }
}
