package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The programs of README.md compile without a warning, and run. */
final class ReadmeTest {
  private static final List<String> IMPORTS =
      List.of("java.io.*", "java.nio.*", "java.nio.file.*", "org.dlopt.*", "org.dlopt.Runtime", "org.dlopt.rules.*",
              "org.dlopt.schedules.*", "org.dlopt.Step", "org.dlopt.wrappers.*");

  @TempDir Path folder;

  /** Where bindings/java is: the tests run there or are told. */
  private static String readme() throws Exception {
    return Files.readString(Path.of(System.getProperty("dlopt.bindings", "."), "README.md"));
  }

  private static List<String> programs() throws Exception {
    Matcher block = Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL).matcher(readme());
    return block.results().map(found -> found.group(1)).toList();
  }

  private void run(String name, String body) throws Exception {
    String imports = IMPORTS.stream().map(named -> "import " + named + ";\n").collect(Collectors.joining());
    Path source =
        Files.writeString(folder.resolve(name + ".java"),
                          imports + "public class " + name + " {\n  public static void run() throws Exception {\n" + body + "  }\n}\n");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter words = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-Xlint:all,-processing,-classfile");
      assertTrue(compiler.getTask(words, files, null, options, null, files.getJavaFileObjects(source)).call(), words::toString);
    }
    assertEquals("", words.toString());
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      loader.loadClass(name).getMethod("run").invoke(null);
    }
  }

  @TestFactory
  Stream<DynamicTest> programsRun() throws Exception {
    List<String> programs = programs();
    return Stream.iterate(0, i -> i < programs.size(), i -> i + 1)
        .map(i -> DynamicTest.dynamicTest("program " + i, () -> run("Program" + i, programs.get(i))));
  }

  @Test
  void theFirstHasTenLines() throws Exception {
    assertEquals(10, programs().get(0).lines().count());
  }
}
