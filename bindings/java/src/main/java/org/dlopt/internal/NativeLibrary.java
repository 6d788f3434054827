package org.dlopt.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Finds and loads the library. First comes the file that the system property {@value #PATH} names; then the one of this system in the jar,
 * which is written to a file named after its content, in the folder of {@value #FOLDER} where that is set, else in one of its own that goes
 * at once; then {@link System#loadLibrary}.
 */
final class NativeLibrary {
  static final String PATH = "org.dlopt.library.path";
  static final String FOLDER = "org.dlopt.library.folder";
  private static final String NAME = "dlopt_jni";

  private NativeLibrary() {}

  static void load() {
    String path = System.getProperty(PATH);
    if (path != null) {
      System.load(Path.of(path).toAbsolutePath().toString());
      return;
    }
    byte[] library = inJar();
    if (library == null) {
      System.loadLibrary(NAME);
      return;
    }
    try {
      extract(library);
    } catch (IOException e) {
      throw new UncheckedIOException("the library of dlopt cannot be written to a file (system properties " + PATH + ", " + FOLDER + ")",
                                     e);
    }
  }

  private static byte[] inJar() {
    String resource = "/native/" + system() + "-" + processor() + "/" + System.mapLibraryName(NAME);
    try (InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  private static void extract(byte[] library) throws IOException {
    String folder = System.getProperty(FOLDER);
    if (folder != null) {
      System.load(kept(Files.createDirectories(Path.of(folder).toAbsolutePath()), library).toString());
      return;
    }
    Path own = Files.createTempDirectory("dlopt");
    Path file = own.resolve(fileName(library));
    try {
      Files.write(file, library);
      System.load(file.toString());
    } finally {
      delete(file);
      delete(own);
    }
  }

  /** A file that later processes find there. It is whole from the moment that it has its name, whoever else writes it. */
  private static Path kept(Path folder, byte[] library) throws IOException {
    Path file = folder.resolve(fileName(library));
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), library)) return file;
    Path beside = Files.createTempFile(folder, NAME, ".part");
    try {
      Files.write(beside, library);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException another) { // of this content, by its name
    } finally {
      Files.deleteIfExists(beside);
    }
    return file;
  }

  private static String fileName(byte[] library) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(library);
      return System.mapLibraryName(NAME + "-" + HexFormat.of().formatHex(hash, 0, 8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has SHA-256
    }
  }

  /** A loaded library needs no name any more, but on Windows, where its file goes with the process. */
  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException inUse) {
      path.toFile().deleteOnExit();
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : name.replace(" ", "");
  }

  private static String processor() {
    String name = System.getProperty("os.arch");
    return name.equals("amd64") ? "x86_64" : name.equals("arm64") ? "aarch64" : name;
  }
}
