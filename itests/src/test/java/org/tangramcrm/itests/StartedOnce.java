package org.tangramcrm.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a first start leaves: bundles in place and an empty database. A server that begins with a
 * copy is ready in half the time. The first start itself is what {@link DemoIT}, {@link OfflineIT}
 * and {@link DataSourceIT} are about.
 */
final class StartedOnce {
  private static final String PLATFORM = "org.tangramcrm.platform.cfg";

  /** Tests sign in more often than people do. */
  private static final String CHEAP_PASSWORDS = "password.cost = 4\n";

  private StartedOnce() {}

  /** Makes it where that was not done for this distribution; other processes wait meanwhile. */
  static void copyTo(Path data) {
    copy("data", StartedOnce::make, data);
  }

  /** The same of a PostgreSQL, with what a first start brings into it. */
  static void copyDatabaseTo(Path data) {
    copy("database", StartedOnce::makeDatabase, data);
  }

  private static void copy(String what, Supplier<Path> make, Path to) {
    try {
      Files.createDirectories(Command.WORK);
      var lock = Command.WORK.resolve("started-once-" + what + ".lock");
      try (var file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = file.lock()) {
        var distribution = Built.file("karaf-distribution", "tangram-karaf-.*\\.tar\\.gz");
        var made =
            Command.WORK.resolve(
                "started-once-" + what + Files.getLastModifiedTime(distribution).toMillis());
        if (!Files.exists(made)) {
          Files.move(make.get(), made, StandardCopyOption.ATOMIC_MOVE);
        }
        Command.run(List.of("cp", "-a", made.toString(), to.toString())).succeeded();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path make() {
    try {
      var server = Server.prepared("started-once");
      var configuration = Files.createDirectories(server.data.resolve("etc")).resolve(PLATFORM);
      Files.writeString(configuration, CHEAP_PASSWORDS);
      server.start();
      server.stop();
      // A copy has its own log, and its own first password where its database is another.
      Server.delete(server.data.resolve("log"));
      Files.delete(server.data.resolve("data/begun"));
      return server.data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path makeDatabase() {
    var postgres = Postgres.empty("started-once");
    Server.onPostgres("started-once-on-it", postgres.url()).close();
    postgres.stop();
    return postgres.data;
  }
}
