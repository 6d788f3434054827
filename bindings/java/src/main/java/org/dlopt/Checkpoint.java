package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.dlopt.internal.Callbacks;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/**
 * An optimizer saved, and loaded again: to go on as if it had never stopped, to the same bits. A checkpoint is a safetensors file;
 * parameters themselves, and averages of wrappers, are the program's.
 *
 * <p>A load is all of it or nothing: an error leaves optimizer and scaler as they were. Parameters are found by name, and nothing is cast.
 */
public final class Checkpoint {
  private Checkpoint() {}

  // ---- files

  /**
   * Writes a checkpoint to a file so that there is always a whole one under that name, whatever happens.
   *
   * @param optimizer stays as it is
   * @param path in a folder that exists; what stood there is replaced
   * @throws DloptException (IO) with path and reason; the old file stands
   */
  public static void save(Optimizer optimizer, Path path) { save(optimizer, path, Save.options()); }

  /**
   * As {@link #save(Optimizer, Path)}, with options.
   *
   * @param optimizer stays as it is
   * @param path in a folder that exists
   * @param options more to save
   */
  public static void save(Optimizer optimizer, Path path, Save options) {
    String name = Arguments.given("path", path).toString();
    saved(optimizer, options, desc -> Native.optimizerSaveFile(optimizer.raw(), name, desc.bytes()));
  }

  /**
   * Loads a checkpoint from a file.
   *
   * @param optimizer has the parameters declared
   * @param path a regular file
   * @throws DloptException (IO) with path and reason; (CORRUPT, VERSION, STATE, SHAPE, DTYPE, OUT_OF_RANGE) for what is in it
   */
  public static void load(Optimizer optimizer, Path path) { load(optimizer, path, Load.options()); }

  /**
   * As {@link #load(Optimizer, Path)}, with options.
   *
   * @param optimizer becomes what was saved
   * @param path a regular file
   * @param options what to load, and how
   */
  public static void load(Optimizer optimizer, Path path, Load options) {
    String name = Arguments.given("path", path).toString();
    loaded(optimizer, options, desc -> Native.optimizerLoadFile(optimizer.raw(), name, desc.bytes()));
  }

  // ---- streams

  /**
   * Writes a checkpoint to a stream.
   *
   * @param optimizer stays as it is
   * @param to is not closed; may have received some of it after an error
   * @param options more to save
   * @throws IOException of the stream
   */
  public static void save(Optimizer optimizer, OutputStream to, Save options) throws IOException {
    Callbacks.Write write = Streams.writer(to);
    saved(optimizer, options, desc -> Lent.to(write, user -> {
      Struct sink = Struct.of(SIZEOF_SINK, Native::sinkInit).set(SINK_WRITE, CALLBACK_WRITE).set(SINK_USER, user);
      Native.optimizerSaveBytes(optimizer.raw(), sink.bytes(), desc.bytes());
    }));
  }

  /**
   * Loads a checkpoint from a stream, which is read to its end.
   *
   * @param optimizer becomes what was saved
   * @param from is not closed
   * @param options what to load, and how
   * @throws IOException of the stream
   */
  public static void load(Optimizer optimizer, InputStream from, Load options) throws IOException {
    Callbacks.Read read = Streams.reader(from);
    loaded(optimizer, options, desc -> Lent.to(read, user -> {
      Struct source = Struct.of(SIZEOF_SOURCE, Native::sourceInit).set(SOURCE_READ, CALLBACK_READ).set(SOURCE_USER, user);
      Native.optimizerLoadBytes(optimizer.raw(), source.bytes(), desc.bytes());
    }));
  }

  // ---- memory

  /**
   * Tells how many bytes a checkpoint takes now.
   *
   * @param optimizer stays as it is
   * @param options more to save
   * @return the number of bytes
   */
  public static long size(Optimizer optimizer, Save options) {
    long[] bytes = new long[1];
    saved(optimizer, options, desc -> Native.optimizerSaveSize(optimizer.raw(), bytes, desc.bytes()));
    return bytes[0];
  }

  /**
   * Writes a checkpoint to an array.
   *
   * @param optimizer stays as it is
   * @return the checkpoint
   * @throws DloptException (OUT_OF_RANGE) where it is larger than an array can be
   */
  public static byte[] toBytes(Optimizer optimizer) { return toBytes(optimizer, Save.options()); }

  /**
   * As {@link #toBytes(Optimizer)}, with options.
   *
   * @param optimizer stays as it is
   * @param options more to save
   * @return the checkpoint
   */
  public static byte[] toBytes(Optimizer optimizer, Save options) {
    long size = size(optimizer, options);
    if (size > Integer.MAX_VALUE) {
      throw new DloptException(Status.OUT_OF_RANGE,
                               "checkpoint: got " + size + " bytes, wanted at most 2^31 - 1; a file or a stream holds more");
    }
    ByteBuffer block = ByteBuffer.allocateDirect((int)size);
    save(optimizer, block, options);
    byte[] bytes = new byte[block.flip().remaining()];
    block.get(bytes);
    return bytes;
  }

  /**
   * Writes a checkpoint to a block of memory, whose position goes behind it.
   *
   * @param optimizer stays as it is
   * @param block a direct buffer with room for {@link #size} bytes
   * @param options more to save
   * @throws DloptException (OUT_OF_RANGE) where there is not enough room: nothing is written
   */
  public static void save(Optimizer optimizer, ByteBuffer block, Save options) {
    if (!Arguments.given("block", block).isDirect() || block.isReadOnly()) {
      throw new DloptException(Status.INVALID_ARGUMENT, "block: got " + block + ", wanted a direct buffer that can be written");
    }
    long[] used = new long[1];
    long room = Native.address(block) + block.position();
    saved(optimizer, options, desc -> Native.optimizerSaveBlock(optimizer.raw(), room, block.remaining(), used, desc.bytes()));
    block.position(block.position() + (int)used[0]);
  }

  /**
   * Loads a checkpoint from an array.
   *
   * @param optimizer has the parameters declared
   * @param bytes all of them are the checkpoint
   * @throws DloptException (CORRUPT, VERSION, STATE, SHAPE, DTYPE, OUT_OF_RANGE) and nothing is changed
   */
  public static void load(Optimizer optimizer, byte[] bytes) { load(optimizer, bytes, Load.options()); }

  /**
   * As {@link #load(Optimizer, byte[])}, with options.
   *
   * @param optimizer becomes what was saved
   * @param bytes all of them are the checkpoint
   * @param options what to load, and how
   */
  public static void load(Optimizer optimizer, byte[] bytes, Load options) {
    load(optimizer, ByteBuffer.wrap(Arguments.given("bytes", bytes)), options);
  }

  /**
   * Loads a checkpoint from a block of memory: all between position and limit, which stay.
   *
   * @param optimizer becomes what was saved
   * @param block one that is not direct is copied
   * @param options what to load, and how
   */
  public static void load(Optimizer optimizer, ByteBuffer block, Load options) {
    ByteBuffer bytes =
        Arguments.given("block", block).isDirect() ? block : ByteBuffer.allocateDirect(block.remaining()).put(block.duplicate()).flip();
    long from = Native.address(bytes) + bytes.position();
    try {
      loaded(optimizer, options, desc -> Native.optimizerLoadBlock(optimizer.raw(), from, bytes.remaining(), desc.bytes()));
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  // ---- what saves and loads share

  private static void saved(Optimizer optimizer, Save options, Consumer<Struct> call) {
    Arguments.given("options", options);
    Arguments.given("optimizer", optimizer).use(() -> options.with(call));
  }

  private static void loaded(Optimizer optimizer, Load options, Consumer<Struct> call) {
    Arguments.given("options", options);
    Arguments.given("optimizer", optimizer).useWrapping(() -> options.with(call));
  }

  /** A call with the address of a scaler and what C knows a listener by; 0: none. */
  interface Call {
    void call(long scaler, long user);
  }

  static void with(Scaler scaler, Progress progress, Call call) {
    if (scaler != null) {
      scaler.use(() -> with(scaler.raw(), progress, call));
    } else {
      with(0, progress, call);
    }
  }

  private static void with(long scaler, Progress progress, Call call) {
    if (progress != null) {
      Callbacks.Progress told = progress::told;
      Lent.to(told, user -> call.call(scaler, user));
    } else {
      call.call(scaler, 0);
    }
  }
}
