import java.nio.FloatBuffer;
import org.dlopt.Tensor;

/** A network of one hidden layer, whose parameters and gradients are buffers that the optimizer works on. */
final class Network {
  /** One parameter. A shape of one dimension is that of a bias. */
  record Layer(String name, long[] shape, FloatBuffer value, FloatBuffer gradient) {
    private static Layer of(String name, long... shape) {
      int size = (int)(shape.length == 1 ? shape[0] : shape[0] * shape[1]);
      return new Layer(name, shape, Tensor.floats(size), Tensor.floats(size));
    }
  }

  final Layer[] layers;
  final Tensor[] values = new Tensor[4];
  final Tensor[] gradients = new Tensor[4];
  private final float[] activity;
  private final float[] sensitivity;
  private final float[] probability;

  Network(int inputs, int hidden, int outputs, RandomSource random) {
    layers = new Layer[] {Layer.of("hidden.weight", inputs, hidden), Layer.of("hidden.bias", hidden),
                          Layer.of("output.weight", hidden, outputs), Layer.of("output.bias", outputs)};
    for (int i = 0; i < layers.length; i++) {
      if (layers[i].shape.length == 2) drawWeights(layers[i], random);
      values[i] = Tensor.of(layers[i].value, layers[i].shape);
      gradients[i] = Tensor.of(layers[i].gradient, layers[i].shape);
    }
    activity = new float[hidden];
    sensitivity = new float[hidden];
    probability = new float[outputs];
  }

  private static void drawWeights(Layer weight, RandomSource random) {
    float limit = (float)Math.sqrt(6.0f / weight.shape[0]);
    for (int i = 0; i < weight.value.capacity(); i++) weight.value.put(i, limit * random.symmetric());
  }

  /** y = x W + b; paper and silent units, about half of all x, cost nothing. */
  private static void linear(float[] x, Layer weight, Layer bias, float[] y) {
    bias.value.get(0, y);
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; x[i] != 0 && j < y.length; j++) y[j] += x[i] * weight.value.get(i * y.length + j);
    }
  }

  /** Adds the gradient of linear by W and b, for the derivative dy of the loss by y. */
  private static void linearGradient(float[] x, float[] dy, Layer weight, Layer bias) {
    for (int j = 0; j < dy.length; j++) bias.gradient.put(j, bias.gradient.get(j) + dy[j]);
    for (int i = 0; i < x.length; i++) {
      for (int j = 0, at = i * dy.length; x[i] != 0 && j < dy.length; j++, at++)
        weight.gradient.put(at, weight.gradient.get(at) + x[i] * dy[j]);
    }
  }

  /** Turns scores into probabilities in place. The largest score is taken out first, so that no exponential overflows. */
  private static void softmax(float[] score) {
    float top = score[0];
    float sum = 0;
    for (float s : score) top = s > top ? s : top;
    for (int i = 0; i < score.length; i++) sum += score[i] = (float)Math.exp(score[i] - top);
    for (int i = 0; i < score.length; i++) score[i] /= sum;
  }

  private void forward(float[] input) {
    linear(input, layers[0], layers[1], activity);
    for (int j = 0; j < activity.length; j++)
      if (activity[j] < 0) activity[j] = 0;
    linear(activity, layers[2], layers[3], probability);
  }

  /** Adds the gradient of the loss for one picture. */
  void backward(float[] input, int label) {
    forward(input);
    softmax(probability);
    probability[label] -= 1; // softmax and cross-entropy together: probability - target
    for (int j = 0; j < activity.length; j++) {
      float sum = 0;
      for (int k = 0; k < probability.length; k++) sum += layers[2].value.get(j * probability.length + k) * probability[k];
      sensitivity[j] = activity[j] > 0 ? sum : 0;
    }
    linearGradient(activity, probability, layers[2], layers[3]);
    linearGradient(input, sensitivity, layers[0], layers[1]);
  }

  int predict(float[] input) {
    forward(input);
    int best = 0;
    for (int k = 1; k < probability.length; k++)
      if (probability[k] > probability[best]) best = k;
    return best;
  }

  /** FNV-1a over the bytes of all values. */
  long bits() {
    long hash = 0xcbf29ce484222325L;
    for (Layer layer : layers) {
      for (int i = 0; i < layer.value.capacity(); i++) {
        int word = Float.floatToRawIntBits(layer.value.get(i));
        for (int shift = 0; shift < 32; shift += 8) hash = (hash ^ (word >>> shift & 0xff)) * 0x100000001b3L;
      }
    }
    return hash;
  }
}
