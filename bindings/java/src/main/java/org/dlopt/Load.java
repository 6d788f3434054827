package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/** What a load may be told. */
public final class Load {
  private static final int DECLARE = 1;
  private static final int PARTIAL = 2;
  private static final int EXTRA = 4;
  private static final int KEEP_CONFIGURATION = 8;
  private static final int NONFINITE = 16;

  private final List<String> from = new ArrayList<>();
  private final List<String> to = new ArrayList<>();
  private final List<LoadPieces.Piece> pieces = new ArrayList<>();
  private int flags;
  private Scaler scaler;
  private Progress progress;

  private Load() {}

  /**
   * Begins without options.
   *
   * @return new options
   */
  public static Load options() { return new Load(); }

  private Load flag(int flag) {
    flags |= flag;
    return this;
  }

  /**
   * Declares parameters of the checkpoint that are not declared.
   *
   * @return this
   */
  public Load declare() { return flag(DECLARE); }

  /**
   * Lets declared parameters and wrappers that the checkpoint has not got keep what they have.
   *
   * @return this
   */
  public Load partial() { return flag(PARTIAL); }

  /**
   * Leaves out what nobody declared.
   *
   * @return this
   */
  public Load extra() { return flag(EXTRA); }

  /**
   * Keeps what was set here: hyper-parameters, schedules, groups, factors.
   *
   * @return this
   */
  public Load keepConfiguration() { return flag(KEEP_CONFIGURATION); }

  /**
   * Lets states hold NaN and infinities.
   *
   * @return this
   */
  public Load nonfinite() { return flag(NONFINITE); }

  /**
   * Names a parameter of the checkpoint that is declared under another name here.
   *
   * @param from its name there
   * @param to its name here
   * @return this
   */
  public Load rename(String from, String to) {
    this.from.add(Arguments.given("from", from));
    this.to.add(Arguments.given("to", to));
    return this;
  }

  /**
   * Has rows of a parameter of the checkpoint become rows of one here. The pieces of a parameter here must have each of its rows once.
   *
   * @param from the name of the parameter there
   * @param to the name of the parameter here
   * @param fromRow the first of them there
   * @param toRow the first of them here
   * @param rows how many, 0 or more
   * @return this
   */
  public Load piece(String from, String to, long fromRow, long toRow, long rows) {
    pieces.add(new LoadPieces.Piece(Arguments.given("from", from), Arguments.given("to", to), fromRow, toRow, rows));
    return this;
  }

  /**
   * Has a scaler become what was saved.
   *
   * @param scaler null: none
   * @return this
   */
  public Load scaler(Scaler scaler) {
    this.scaler = scaler;
    return this;
  }

  /**
   * Has somebody told how far the load has come.
   *
   * @param progress null: nobody
   * @return this
   */
  public Load progress(Progress progress) {
    this.progress = progress;
    return this;
  }

  /** Makes a call with what C is given of it. */
  void with(Consumer<Struct> call) {
    Texts renamed = new Texts("renames from", from);
    Texts names = new Texts("renames to", to);
    LoadPieces rows = new LoadPieces(pieces);
    Struct desc = Struct.of(SIZEOF_LOAD_DESC, Native::loadDescInit).set(LOAD_DESC_FLAGS, flags);
    desc.set(LOAD_DESC_RENAME_FROM, renamed.pointers())
        .set(LOAD_DESC_RENAME_TO, names.pointers())
        .set(LOAD_DESC_N_RENAMES, (long)from.size());
    desc.set(LOAD_DESC_PIECES, rows.address()).set(LOAD_DESC_N_PIECES, (long)pieces.size());
    try {
      Checkpoint.with(scaler, progress, (address, user) -> {
        desc.set(LOAD_DESC_SCALER, address);
        if (user != 0) desc.set(LOAD_DESC_PROGRESS, CALLBACK_PROGRESS).set(LOAD_DESC_PROGRESS_USER, user);
        call.accept(desc);
      });
    } finally {
      Reference.reachabilityFence(renamed);
      Reference.reachabilityFence(names);
      Reference.reachabilityFence(rows);
    }
  }
}
