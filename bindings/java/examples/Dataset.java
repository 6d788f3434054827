import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures of digits and what they show. */
final class Dataset {
  static final int PIXELS = 64;
  static final int CLASSES = 10;
  private static final int INK = 16;
  private static final int TEST_SHARE = 5;

  private record Digit(float[] picture, int label) {}

  private final List<Digit> digits = new ArrayList<>();

  /** Reads lines of 64 pixels, 0 .. 16, and the digit. */
  static Dataset load(Path path) throws IOException {
    Dataset data = new Dataset();
    for (String line : Files.readAllLines(path)) {
      String[] cells = line.split(",");
      if (cells.length != PIXELS + 1) throw new IOException(path + ": found " + cells.length + " columns, wanted " + (PIXELS + 1));
      float[] picture = new float[PIXELS];
      for (int i = 0; i < PIXELS; i++) picture[i] = Float.parseFloat(cells[i]) / INK;
      data.digits.add(new Digit(picture, Integer.parseInt(cells[PIXELS])));
    }
    return data;
  }

  /** Every fifth of each class is for the test. Returns the training part, then that. */
  Dataset[] split(RandomSource random) {
    Dataset[] parts = {new Dataset(), new Dataset()};
    int[] seen = new int[CLASSES];
    for (int i : random.order(size())) parts[++seen[label(i)] % TEST_SHARE == 0 ? 1 : 0].digits.add(digits.get(i));
    return parts;
  }

  int size() { return digits.size(); }

  float[] picture(int index) { return digits.get(index).picture(); }

  int label(int index) { return digits.get(index).label(); }

  /** The part of them that a network reads correctly. */
  double share(Network net) {
    long right = digits.stream().filter(digit -> net.predict(digit.picture()) == digit.label()).count();
    return (double)right / size();
  }
}
