package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.dlopt.internal.Native;

/** Rows of parameters of a checkpoint that become rows of others, for C, which are there as long as this can be reached. */
final class LoadPieces {
  record Piece(String from, String to, long fromRow, long toRow, long rows) {}

  private final Texts from;
  private final Texts to;
  private final ByteBuffer pieces;

  LoadPieces(List<Piece> of) {
    from = new Texts("pieces from", of.stream().map(Piece::from).toList());
    to = new Texts("pieces to", of.stream().map(Piece::to).toList());
    pieces = ByteBuffer.allocateDirect(of.size() * SIZEOF_LOAD_PIECE).order(ByteOrder.nativeOrder());
    long[] fromNames = from.addresses();
    long[] toNames = to.addresses();
    for (int i = 0; i < of.size(); i++) write(i * SIZEOF_LOAD_PIECE, fromNames[i], toNames[i], of.get(i));
  }

  private void write(int at, long fromName, long toName, Piece piece) {
    Native.loadPieceInit(pieces.slice(at, SIZEOF_LOAD_PIECE), SIZEOF_LOAD_PIECE);
    pieces.putLong(at + LOAD_PIECE_FROM, fromName).putLong(at + LOAD_PIECE_TO, toName);
    pieces.putLong(at + LOAD_PIECE_FROM_ROW, piece.fromRow()).putLong(at + LOAD_PIECE_TO_ROW, piece.toRow());
    pieces.putLong(at + LOAD_PIECE_ROWS, piece.rows());
  }

  long address() { return Native.address(pieces); }
}
