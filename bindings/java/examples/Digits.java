import java.nio.file.Path;
import org.dlopt.Hyper;
import org.dlopt.Optimizer;
import org.dlopt.Param;
import org.dlopt.Schedule;
import org.dlopt.Step;
import org.dlopt.rules.AdamW;
import org.dlopt.schedules.WarmupCosine;

/**
 * A neural network learns real handwritten digits: network, data, settings and result are those of {@code examples/02_digits.c}. Usage:
 * Digits [DATA]
 */
public final class Digits {
  private static final int EPOCHS = 40;
  private static final int BATCH = 32;

  private static void train(Network net, Dataset data) {
    long steps = (long)EPOCHS * ((data.size() + BATCH - 1) / BATCH);
    try (Optimizer opt = AdamW.builder().lr(0.01).weightDecay(0.1).build();
         Schedule lr = WarmupCosine.builder().base(0.01).startFactor(0.05).warmupSteps(steps / 20).totalSteps(steps).build()) {
      opt.follow(Hyper.LR, lr);
      for (Network.Layer l : net.layers) opt.add(Param.of(l.shape()).name(l.name()).decayScale(l.shape().length == 1 ? 0 : 1));
      RandomSource random = new RandomSource(1);
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        int[] order = random.order(data.size());
        for (int first = 0; first < data.size(); first += BATCH) {
          int past = Math.min(first + BATCH, data.size());
          for (int i = first; i < past; i++) net.backward(data.picture(order[i]), data.label(order[i]));
          opt.step(net.values, net.gradients, Step.options().gradScale(past - first).maxNorm(1).zeroGrads()); // the sum becomes the mean
        }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Dataset all = Dataset.load(Path.of(args.length > 0 ? args[0] : "examples/data/digits.csv"));
    Dataset[] parts = all.split(new RandomSource(1));
    Network net = new Network(Dataset.PIXELS, 128, Dataset.CLASSES, new RandomSource(1));
    train(net, parts[0]);
    System.out.printf("  %.2f %% of the test digits are read correctly%n", 100 * parts[1].share(net));
    System.out.printf("  bits of the weights: %016x%n", net.bits());
  }
}
