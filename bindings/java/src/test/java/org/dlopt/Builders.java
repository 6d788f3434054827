package org.dlopt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** The builders by the names that the library gives, and their methods by those of its values. */
final class Builders {
  private Builders() {}

  /** The words of the library's names, with capitals of their own. */
  private static final List<String> WORDS =
      List.of("AdamW", "AdaBelief", "AdEmaMix", "LaProp", "NovoGrad", "RAdam", "NAdam", "NAdamW", "RmsProp", "SignSgd", "ScheduleFree");

  /** As "cosine_restarts" is to "CosineRestarts". */
  static String className(String name) {
    StringBuilder joined = new StringBuilder();
    for (String part : name.split("_")) {
      joined.append(WORDS.stream().filter(part::equalsIgnoreCase).findFirst().orElse(capital(part)));
    }
    return joined.toString();
  }

  private static String capital(String word) { return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1); }

  /** As "weight_decay" is to "weightDecay". */
  static String methodName(String name) {
    String joined = capital(name.split("_")[0]) + String.join("", Arrays.stream(name.split("_")).skip(1).map(Builders::capital).toList());
    String method = joined.substring(0, 1).toLowerCase(Locale.ROOT) + joined.substring(1);
    return SourceVersion.isKeyword(method) ? method + "Value" : method;
  }

  /** A builder as it begins. */
  static Settings<?> begin(String folder, String name) {
    try {
      return (Settings<?>)Class.forName("org.dlopt." + folder + className(name)).getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException missing) {
      throw new AssertionError("no builder for " + name, missing);
    }
  }

  /** Sets a value through the method that is named after it, and has its type. */
  static void set(Settings<?> builder, HyperInfo info, double value) {
    Method method = method(builder, info);
    Class<?> type = method.getParameterTypes()[0];
    Class<?> wanted = switch (info.kind()) {
      case REAL -> double.class;
      case INTEGER -> long.class;
      case FLAG -> boolean.class;
      case CHOICE -> choiceType(type);
      case LIST -> double[].class;
    };
    if (type != wanted) throw new AssertionError(method + " takes no " + wanted);
    Object argument = switch (info.kind()) {
      case REAL -> value;
      case INTEGER -> (long)value;
      case FLAG -> value != 0;
      case CHOICE -> constant(type, info.choices().get((int)value));
      case LIST -> new double[] {value, value + 1};
    };
    try {
      if (method.invoke(builder, argument) != builder) throw new AssertionError(method + " does not return its builder");
    } catch (InvocationTargetException refused) {
      throw new AssertionError(method + " refuses " + value, refused.getCause());
    } catch (IllegalAccessException hidden) {
      throw new AssertionError(hidden);
    }
  }

  /** The type of a method that takes one of an enumeration, whichever it is. */
  private static Class<?> choiceType(Class<?> type) {
    if (type.isEnum()) return type;
    throw new AssertionError(type + " is no enumeration");
  }

  private static Object constant(Class<?> type, String name) {
    Predicate<Object> named = constant -> constant.toString().equalsIgnoreCase(name);
    return Arrays.stream(type.getEnumConstants())
        .filter(named)
        .findFirst()
        .orElseThrow(() -> new AssertionError(type + " has no " + name));
  }

  private static Method method(Settings<?> builder, HyperInfo info) {
    String name = methodName(info.name());
    return methods(builder.getClass())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(builder.getClass() + " has no " + name));
  }

  /** The methods of a builder that set a value. */
  static Stream<Method> methods(Class<?> builder) {
    return Arrays.stream(builder.getDeclaredMethods())
        .filter(method -> method.getParameterCount() == 1 && !method.isSynthetic())
        .sorted(Comparator.comparing(Method::getName));
  }

  /** A value within bounds that is neither the default nor neutral. */
  static double otherThanDefault(HyperInfo info) {
    double usual = info.defaultValue();
    if (info.kind() == ValueKind.FLAG) return 1 - usual;
    if (info.kind() == ValueKind.CHOICE) return (usual + 1) % info.choices().size();
    DoubleStream numbers = DoubleStream.of(3, 7);
    if (info.kind() == ValueKind.REAL) numbers = DoubleStream.of(0.375, 0.625, 3.5, usual / 2, usual * 2);
    return numbers.filter(x -> info.lower() <= x && x <= info.upper() && x != usual).findFirst().orElseThrow();
  }
}
