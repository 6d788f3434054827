package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classes have what the library's tables have: every rule, kind, wrapper, value and recipe, and nothing else. */
final class CompletenessTest {
  private static void sameMethods(Settings<?> builder, Stream<HyperInfo> infos) {
    List<String> wanted = infos.map(info -> Builders.methodName(info.name())).sorted().toList();
    assertEquals(wanted, Builders.methods(builder.getClass()).map(Method::getName).toList(), builder.getClass().getName());
  }

  /** Names here have words of their own, so that only their letters count. */
  private static String plain(String name) { return name.toLowerCase(Locale.ROOT).replace("_", ""); }

  @Test
  void everyRule() {
    assertEquals(Introspection.ruleCount(), Rule.values().length);
    for (Rule rule : Rule.values()) {
      assertEquals(plain(Introspection.name(rule)), plain(rule.name()));
      assertEquals(rule, Introspection.rule(Introspection.name(rule)));
      sameMethods(Builders.begin("rules.", Introspection.name(rule)), Introspection.hypers(rule).stream());
    }
  }

  @Test
  void everySchedule() {
    assertEquals(Introspection.scheduleKindCount(), ScheduleKind.values().length);
    for (ScheduleKind kind : ScheduleKind.values()) {
      assertEquals(plain(Introspection.name(kind)), plain(kind.name()));
      if (List.of(ScheduleKind.SEQUENCE, ScheduleKind.PRODUCT, ScheduleKind.CHAIN).contains(kind)) continue; // methods of Schedule
      sameMethods(Builders.begin("schedules.", Introspection.name(kind)), Introspection.fields(kind).stream());
    }
  }

  @Test
  void everyWrapper() {
    assertEquals(Introspection.wrapperCount(), WrapperKind.values().length);
    for (WrapperKind kind : WrapperKind.values()) {
      assertEquals(plain(Introspection.name(kind)), plain(kind.name()));
      sameMethods(Builders.begin("wrappers.", Introspection.name(kind)), Introspection.fields(kind).stream());
    }
  }

  @Test
  void everyField() {
    sameMethods(ScalerOptions.builder(), Introspection.scalerFields().stream().filter(info -> info.id() < ScalerField.SCALE.number()));
    assertEquals(Introspection.scalerFields().size(), ScalerField.values().length);
    sameMethods(NormWatchOptions.builder(),
                Introspection.normWatchFields().stream().filter(info -> info.id() != NormWatchField.FIRED.number()));
    assertEquals(Introspection.normWatchFields().size(), NormWatchField.values().length);
  }

  @Test
  void thePomIsOfThisVersion() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("dlopt.bindings", "."), "pom.xml"));
    assertTrue(pom.contains("<version>" + Runtime.version() + "</version>"));
  }

  @Test
  void everyRecipe() {
    for (Recipe recipe : Recipe.values()) assertEquals(plain(recipe.name()), plain(Introspection.name(recipe)));
  }

  @Test
  void everyStatusHasItsSentence() {
    for (Status status : Status.values()) {
      assertEquals(status, Status.of(status.number()));
      assertEquals(status == Status.UNKNOWN, Introspection.sentence(status).equals("unknown status"), status.name());
    }
    assertEquals(Status.UNKNOWN, Status.of(-21));
    assertEquals("unknown status", Introspection.sentence(Status.UNKNOWN));
    assertEquals("a value is outside its range", Introspection.sentence(Status.OUT_OF_RANGE));
    assertEquals(1000, Introspection.version());
  }
}
