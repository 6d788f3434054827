package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.dlopt.rules.Sgd;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every value of every builder, set to another than its default and read back from the handle, where all others have stayed. */
final class BuildersTest {
  /** What is read back from a handle. */
  private static void check(List<HyperInfo> infos, HyperInfo changed, double value, ToDoubleFunction<HyperInfo> read) {
    for (HyperInfo info : infos) {
      if (info.kind() != ValueKind.LIST)
        assertEquals(info.id() == changed.id() ? value : info.defaultValue(), read.applyAsDouble(info), info.name());
    }
  }

  private static Stream<DynamicTest> each(String owner, List<HyperInfo> infos, BiConsumer<HyperInfo, Double> test) {
    return infos.stream().map(
        info -> DynamicTest.dynamicTest(owner + "." + info.name(), () -> test.accept(info, Builders.otherThanDefault(info))));
  }

  @TestFactory
  Stream<DynamicTest> hyperParametersReachTheOptimizer() {
    return Arrays.stream(Rule.values()).flatMap(rule -> {
      List<HyperInfo> infos = Introspection.hypers(rule);
      return each(Introspection.name(rule), infos, (info, value) -> {
        var builder = (RuleBuilder<?>)Builders.begin("rules.", Introspection.name(rule));
        Builders.set(builder, info, value);
        try (Optimizer made = builder.build(); Optimizer outline = builder.outline()) {
          check(infos, info, value, other -> made.get(Hyper.of(other.id())));
          assertEquals(value, outline.get(Hyper.of(info.id())));
        }
      });
    });
  }

  @TestFactory
  Stream<DynamicTest> fieldsReachTheSchedule() {
    List<ScheduleKind> composed = List.of(ScheduleKind.SEQUENCE, ScheduleKind.PRODUCT, ScheduleKind.CHAIN);
    return Arrays.stream(ScheduleKind.values()).filter(kind -> !composed.contains(kind)).flatMap(kind -> {
      List<HyperInfo> infos = Introspection.fields(kind);
      return each(Introspection.name(kind), infos, (info, value) -> {
        var builder = (ScheduleBuilder<?>)Builders.begin("schedules.", Introspection.name(kind));
        Builders.set(builder, info, value);
        try (Schedule made = builder.build()) {
          check(infos, info, value, other -> made.get(ScheduleField.of(other.id())));
          if (info.kind() == ValueKind.LIST) assertArrayEquals(new double[] {value, value + 1}, made.getList(ScheduleField.of(info.id())));
        }
      });
    });
  }

  @TestFactory
  Stream<DynamicTest> fieldsReachTheWrapper() {
    return Arrays.stream(WrapperKind.values()).flatMap(kind -> {
      List<HyperInfo> infos = Introspection.fields(kind);
      return each(Introspection.name(kind), infos, (info, value) -> {
        var wrapper = (Wrapper<?>)Builders.begin("wrappers.", Introspection.name(kind));
        Builders.set(wrapper, info, value);
        try (Optimizer made = Sgd.builder().build()) {
          int index = made.wrap(wrapper);
          check(infos, info, value, other -> made.getWrapped(index, WrapperField.of(other.id())));
        }
      });
    });
  }

  @TestFactory
  Stream<DynamicTest> settingsReachTheScaler() {
    List<HyperInfo> infos = Introspection.scalerFields().stream().filter(info -> info.id() < ScalerField.SCALE.number()).toList();
    return each("scaler", infos, (info, value) -> {
      ScalerOptions options = ScalerOptions.builder();
      Builders.set(options, info, value);
      try (Scaler made = options.build()) {
        check(infos, info, value, other -> made.get(ScalerField.of(other.id())));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> settingsReachTheWatch() {
    List<HyperInfo> infos = Introspection.normWatchFields().stream().filter(info -> info.id() != NormWatchField.FIRED.number()).toList();
    return each("norm_watch", infos, (info, value) -> {
      NormWatchOptions options = NormWatchOptions.builder();
      Builders.set(options, info, value);
      try (NormWatch made = options.build()) {
        check(infos, info, value, other -> made.get(NormWatchField.of(other.id())));
      }
    });
  }
}
