package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/** What the library tells of its rules, schedules, wrappers, scalers and watches. */
public final class Introspection {
  private Introspection() {}

  /** Describes row i of a table. */
  private interface Table {
    void row(int index, Struct info);
  }

  private static Stream<Struct> rows(int count, int size, Table table) {
    return IntStream.range(0, count).mapToObj(i -> {
      Struct info = new Struct(size);
      table.row(i, info);
      return info;
    });
  }

  private static List<HyperInfo> values(int count, Table table) {
    return rows(count, SIZEOF_HYPER_INFO, table).map(Introspection::value).toList();
  }

  private static HyperInfo value(Struct info) {
    String choices = info.getText(HYPER_INFO_CHOICES);
    return new HyperInfo(info.getInt(HYPER_INFO_ID), ValueKind.of(info.getInt(HYPER_INFO_KIND)), info.getDouble(HYPER_INFO_DEFAULT_VALUE),
                         info.getDouble(HYPER_INFO_LOWER), info.getDouble(HYPER_INFO_UPPER), info.getText(HYPER_INFO_NAME),
                         info.getText(HYPER_INFO_DOC), choices.isEmpty() ? List.of() : List.of(choices.split(" ")));
  }

  private static StateInfo state(Struct info) {
    return new StateInfo(info.getText(STATE_INFO_NAME), info.getText(STATE_INFO_DOC), info.getInt(STATE_INFO_OPTIONAL) != 0,
                         info.getInt(STATE_INFO_BYTES_PER_ELEMENT), StateShape.of(info.getInt(STATE_INFO_SHAPE)),
                         StateMoment.of(info.getInt(STATE_INFO_MOMENT)));
  }

  /**
   * Counts the rules of the library that runs; a newer one may have more than {@link Rule}.
   *
   * @return how many
   */
  public static int ruleCount() { return Native.ruleCount(); }

  /**
   * Finds a rule by name.
   *
   * @param name such as "adamw"
   * @return the rule
   * @throws DloptException (INVALID_ARGUMENT) where there is none; the text lists the names
   */
  public static Rule rule(String name) {
    int[] rule = new int[1];
    Native.ruleFromName(Arguments.given("name", name), rule);
    return Rule.of(rule[0]);
  }

  /**
   * Names a rule.
   *
   * @param rule which one
   * @return such as "adamw"
   */
  public static String name(Rule rule) { return Native.ruleName(Arguments.number("rule", rule)); }

  /**
   * Describes the hyper-parameters of a rule.
   *
   * @param rule which one
   * @return in the order of its table
   */
  public static List<HyperInfo> hypers(Rule rule) {
    int number = Arguments.number("rule", rule);
    return values(Native.ruleHyperCount(number), (i, info) -> Native.ruleHyperInfo(number, i, info.bytes()));
  }

  /**
   * Describes the states that a rule may keep of each parameter.
   *
   * @param rule which one
   * @return in the order of its table
   */
  public static List<StateInfo> states(Rule rule) {
    int number = Arguments.number("rule", rule);
    Table table = (i, info) -> Native.ruleStateInfo(number, i, info.bytes());
    return rows(Native.ruleStateCount(number), SIZEOF_STATE_INFO, table).map(Introspection::state).toList();
  }

  /**
   * Names the presets of a rule: the peers whose conventions it can have.
   *
   * @param rule which one
   * @return such as "torch" and "optax"
   */
  public static List<String> presets(Rule rule) {
    int number = Arguments.number("rule", rule);
    return Stream.iterate(0, i -> i + 1).map(i -> Native.rulePresetName(number, i)).takeWhile(Objects::nonNull).toList();
  }

  /**
   * Counts the kinds of schedule of the library that runs.
   *
   * @return how many
   */
  public static int scheduleKindCount() { return Native.scheduleKindCount(); }

  /**
   * Names a kind of schedule.
   *
   * @param kind which one
   * @return such as "warmup_cosine"
   */
  public static String name(ScheduleKind kind) { return Native.scheduleKindName(Arguments.number("kind", kind)); }

  /**
   * Describes the fields of a kind of schedule.
   *
   * @param kind which one
   * @return in the order of its table
   */
  public static List<HyperInfo> fields(ScheduleKind kind) {
    int number = Arguments.number("kind", kind);
    return values(Native.scheduleFieldCount(number), (i, info) -> Native.scheduleFieldInfo(number, i, info.bytes()));
  }

  /**
   * Counts the wrappers of the library that runs.
   *
   * @return how many
   */
  public static int wrapperCount() { return Native.wrapperCount(); }

  /**
   * Names a wrapper.
   *
   * @param kind which one
   * @return such as "lookahead"
   */
  public static String name(WrapperKind kind) { return Native.wrapperName(Arguments.number("kind", kind)); }

  /**
   * Describes the fields of a wrapper.
   *
   * @param kind which one
   * @return in the order of its table
   */
  public static List<HyperInfo> fields(WrapperKind kind) {
    int number = Arguments.number("kind", kind);
    return values(Native.wrapperFieldCount(number), (i, info) -> Native.wrapperFieldInfo(number, i, info.bytes()));
  }

  /**
   * Describes the fields of a scaler.
   *
   * @return in the order of their table
   */
  public static List<HyperInfo> scalerFields() {
    return values(Native.scalerFieldCount(), (i, info) -> Native.scalerFieldInfo(i, info.bytes()));
  }

  /**
   * Describes the fields of a watch over norms.
   *
   * @return in the order of their table
   */
  public static List<HyperInfo> normWatchFields() {
    return values(Native.normWatchFieldCount(), (i, info) -> Native.normWatchFieldInfo(i, info.bytes()));
  }

  /**
   * Names a recipe.
   *
   * @param recipe which one
   * @return such as "resnet"
   */
  public static String name(Recipe recipe) { return Native.recipeName(Arguments.number("recipe", recipe)); }

  /**
   * Says what a status means, in general; an exception's message says what happened.
   *
   * @param status which one
   * @return its sentence
   */
  public static String sentence(Status status) { return Native.statusString(Arguments.number("status", status)); }

  /**
   * Tells the version of the library that runs as a number that grows. As text: {@link Runtime#version}.
   *
   * @return major * 1000000 + minor * 1000 + patch
   */
  public static int version() { return Native.version(); }
}
