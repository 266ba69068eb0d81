package org.tangramcrm.itests;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command of the machine that has ended.
 *
 * @param output what it wrote, to both streams
 */
record Command(int exit, String output) {
  /** Where the servers and their commands leave what they write. */
  static final Path WORK = Path.of(System.getProperty("tangram.work")).toAbsolutePath().normalize();

  static final Path ROOT = Path.of(System.getProperty("tangram.root")).toAbsolutePath().normalize();
  private static final int NOT_THERE = 127;

  static Command run(List<String> command) {
    return run(command, 60, Map.of());
  }

  /** Runs a command at the root of the project; one that is not there ends as in a shell. */
  static Command run(List<String> command, int seconds, Map<String, String> environment) {
    try {
      Files.createDirectories(WORK);
      // Not a pipe: what the command leaves running would keep it open.
      var output = File.createTempFile("command", ".log", WORK.toFile());
      var builder =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output);
      builder.environment().putAll(environment);
      var process = builder.start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            command + " does not end: " + Files.readString(output.toPath()));
      }
      return new Command(process.exitValue(), Files.readString(output.toPath()));
    } catch (IOException e) {
      return new Command(NOT_THERE, e.toString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The output of a command that must not fail. */
  String succeeded() {
    if (exit != 0) {
      throw new IllegalStateException(output);
    }
    return output;
  }

  /** A script that the tests bring. */
  static Path script(String name) {
    try {
      return Path.of(Command.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
