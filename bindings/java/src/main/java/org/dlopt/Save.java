package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.util.function.Consumer;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/** What a save may be told. */
public final class Save {
  private Scaler scaler;
  private Progress progress;

  private Save() {}

  /**
   * Begins without options.
   *
   * @return new options
   */
  public static Save options() { return new Save(); }

  /**
   * Saves a scaler with the optimizer.
   *
   * @param scaler null: none
   * @return this
   */
  public Save scaler(Scaler scaler) {
    this.scaler = scaler;
    return this;
  }

  /**
   * Has somebody told how far the save has come.
   *
   * @param progress null: nobody
   * @return this
   */
  public Save progress(Progress progress) {
    this.progress = progress;
    return this;
  }

  /** Makes a call with what C is given of it. */
  void with(Consumer<Struct> call) {
    Struct desc = Struct.of(SIZEOF_SAVE_DESC, Native::saveDescInit);
    Checkpoint.with(scaler, progress, (address, user) -> {
      desc.set(SAVE_DESC_SCALER, address);
      if (user != 0) desc.set(SAVE_DESC_PROGRESS, CALLBACK_PROGRESS).set(SAVE_DESC_PROGRESS_USER, user);
      call.accept(desc);
    });
  }
}
