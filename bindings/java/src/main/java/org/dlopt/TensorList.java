package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dlopt.internal.Native;

/**
 * Tensors as C is given them: an array of structures, which is kept as long as the same tensors come again. It keeps their buffers alive.
 */
final class TensorList {
  private final String name;
  private Tensor[] known = {};
  private ByteBuffer block = ByteBuffer.allocateDirect(0);
  private long address;
  private int readOnly = -1;

  TensorList(String name) { this.name = name; }

  /** The array for a call that is not made again and again. The list must be reachable as long as it runs. */
  static TensorList of(String name, Tensor... tensors) {
    TensorList made = new TensorList(name);
    made.fill(tensors);
    return made;
  }

  /** Describes tensors, if they are not those described before. */
  TensorList fill(Tensor[] tensors) {
    if (!same(Arguments.given(name, tensors))) describe(tensors.clone());
    return this;
  }

  /** The same of tensors that the call writes. */
  TensorList fillWritten(Tensor[] tensors) {
    fill(tensors);
    if (readOnly >= 0) Buffers.writable(name + "[" + readOnly + "]", known[readOnly].buffer());
    return this;
  }

  int count() { return known.length; }

  Tensor get(int index) { return known[index]; }

  ByteBuffer block() { return block; }

  long address() { return address; }

  /** To be called after a call of C that was given a list of its own. */
  void keep() { Reference.reachabilityFence(this); }

  private boolean same(Tensor[] tensors) {
    if (tensors.length != known.length) return false;
    for (int i = 0; i < tensors.length; i++) {
      if (tensors[i] != known[i]) return false;
    }
    return true;
  }

  private void describe(Tensor[] tensors) {
    int longs = 0;
    for (int i = 0; i < tensors.length; i++) longs += 2 * Arguments.given(name + "[" + i + "]", tensors[i]).ndim();
    ByteBuffer made = ByteBuffer.allocateDirect(tensors.length * SIZEOF_TENSOR + longs * Long.BYTES).order(ByteOrder.nativeOrder());
    long begin = Native.address(made);
    made.position(tensors.length * SIZEOF_TENSOR);
    int first = -1;
    for (int i = tensors.length - 1; i >= 0; i--) {
      describe(tensors[i], made, begin, i * SIZEOF_TENSOR);
      if (tensors[i].isReadOnly()) first = i;
    }
    known = tensors;
    block = made.rewind();
    address = begin;
    readOnly = first;
  }

  /** Writes one structure, and shape and strides behind all structures. */
  private static void describe(Tensor tensor, ByteBuffer block, long begin, int at) {
    long shape = begin + block.position();
    long strides = tensor.strides() == null ? 0 : shape + tensor.ndim() * (long)Long.BYTES;
    tensor.putDimensions(block);
    Native.tensorInit(block.slice(at, SIZEOF_TENSOR), SIZEOF_TENSOR, tensor.address(), tensor.dtype().number(), 0, null);
    block.putInt(at + TENSOR_NDIM, tensor.ndim()).putLong(at + TENSOR_SHAPE, shape).putLong(at + TENSOR_STRIDES, strides);
  }
}
